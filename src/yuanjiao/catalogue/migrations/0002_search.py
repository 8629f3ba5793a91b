"""The full-text table, which Django's models cannot describe."""

from django.db import migrations

from yuanjiao.catalogue.search import postgres, sqlite


def create(apps, schema_editor):
    """Create the table of this database's kind."""
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute(engine.CREATE)


def drop(apps, schema_editor):
    """Drop it."""
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute(engine.DROP)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
