"""The table that counts failed sign-ins, so that `migrate` is all that an upgrade needs."""

from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name('cache')}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_user_last_company")]

    operations = [migrations.RunPython(make_cache_table, drop_cache_table)]
