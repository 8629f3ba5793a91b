from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_background_job'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='backgroundjob',
            index=models.Index(fields=['kind', '-created_at'], name='jobs_of_a_kind'),
        ),
    ]
