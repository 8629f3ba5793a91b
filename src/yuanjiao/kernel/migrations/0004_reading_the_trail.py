from django.db import migrations, models

from yuanjiao.kernel.indexing import AddIndexBeside

SIGN_IN = models.Q(('verb', 'organisation.sign_in'))


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('kernel', '0003_jobs_of_a_kind'),
    ]

    operations = [
        AddIndexBeside('auditentry', models.Index(fields=['verb', '-at'], name='audit_by_verb')),
        AddIndexBeside('auditentry', models.Index(fields=['actor_id', '-at'], name='audit_by_actor')),
        AddIndexBeside(
            'auditentry', models.Index(fields=['-at', '-id'], name='audit_by_time', condition=~SIGN_IN)
        ),
        AddIndexBeside(
            'auditentry', models.Index(fields=['unit_path', '-at'], name='audit_by_unit_time', condition=~SIGN_IN)
        ),
    ]
