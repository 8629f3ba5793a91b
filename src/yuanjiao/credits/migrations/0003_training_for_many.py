from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0002_claims_and_exemptions'),
    ]

    operations = [
        migrations.AddField(
            model_name='training',
            name='for_many',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
