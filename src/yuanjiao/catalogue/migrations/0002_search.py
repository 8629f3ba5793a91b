"""The full-text table, which Django's models cannot describe."""

from django.db import migrations

from yuanjiao.catalogue.search.table import COURSES


def create(apps, schema_editor):
    """Create the table of this database's kind."""
    schema_editor.execute(COURSES.create())


def drop(apps, schema_editor):
    """Drop it."""
    schema_editor.execute(COURSES.drop())


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
