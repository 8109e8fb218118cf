"""What to write of those whom the company is a processor for (art. 30 no. 2 a)."""

from django.db import migrations

import policies.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0008_protokoll"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalprocessingactivity",
            name="processor_for",
            field=policies.models.fields.LineField(
                blank=True,
                help_text="Navn og kontaktopplysninger, og representanten deres om de har en. Skriv semikolon mellom flere.",
                max_length=300,
                verbose_name="databehandler for",
            ),
        ),
        migrations.AlterField(
            model_name="processingactivity",
            name="processor_for",
            field=policies.models.fields.LineField(
                blank=True,
                help_text="Navn og kontaktopplysninger, og representanten deres om de har en. Skriv semikolon mellom flere.",
                max_length=300,
                verbose_name="databehandler for",
            ),
        ),
    ]
