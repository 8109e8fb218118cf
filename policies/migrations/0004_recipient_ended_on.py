"""A recipient that no longer gets data is ended, not deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_search")]

    operations = [
        migrations.AddField(
            "recipient",
            "ended_on",
            models.DateField(blank=True, null=True, verbose_name="avsluttet"),
        ),
        migrations.AddField(
            "historicalrecipient",
            "ended_on",
            models.DateField(blank=True, null=True, verbose_name="avsluttet"),
        ),
    ]
