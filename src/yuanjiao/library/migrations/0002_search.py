"""The full-text tables, which Django's models cannot describe."""

from django.db import migrations

from yuanjiao.library.tables import ARTICLES, BOOKS


def create(apps, schema_editor):
    """Create the tables of this database's kind."""
    for index in (BOOKS, ARTICLES):
        schema_editor.execute(index.create())


def drop(apps, schema_editor):
    """Drop them."""
    for index in (BOOKS, ARTICLES):
        schema_editor.execute(index.drop())


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
