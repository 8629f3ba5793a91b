"""What pulses made of a learner's hot rows since their columns were written, in one column of its own (PostgreSQL)."""

from django.db import migrations, models


def leave_room(apps, schema_editor):
    """Half of every page stays free, so that a new version of a row lies beside the old one and no index is touched."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE learning_allowance SET (fillfactor = 50)")


def take_room(apps, schema_editor):
    """As before."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE learning_allowance RESET (fillfactor)")


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(leave_room, take_room),
        migrations.AddField(
            model_name='allowance',
            name='behind_since_ms',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='allowance',
            name='desk',
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name='allowance',
            index=models.Index(condition=models.Q(('behind_since_ms__isnull', False)), fields=['behind_since_ms'], name='allowances_behind'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('behind_since_ms__isnull', True), ('desk__isnull', True)), models.Q(('behind_since_ms__isnull', False), ('desk__isnull', False)), _connector='OR'), name='a_packed_desk_has_its_time'),
        ),
    ]
