"""Labels that read well in a sentence: «Velg hvem som kan lese den.»"""

from django.db import migrations, models

import policies.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_recipient_ended_on"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assertion",
            name="polarity",
            field=policies.models.fields.TermField(
                default="affirms", values=["affirms", "denies"], verbose_name="hva utsagnet sier"
            ),
        ),
        migrations.AlterField(
            model_name="assertion",
            name="standing",
            field=policies.models.fields.TermField(
                default="stated",
                values=["stated", "derived", "implied"],
                verbose_name="hvor tydelig det er sagt",
            ),
        ),
        migrations.AlterField(
            model_name="controller",
            name="identifier_scheme",
            field=policies.models.fields.TermField(
                blank=True,
                null=True,
                values=["no-orgnr", "fi-vat", "se-orgnr", "dk-cvr", "eu-vat", "other"],
                verbose_name="slag nummer",
            ),
        ),
        migrations.AlterField(
            model_name="historicalassertion",
            name="polarity",
            field=models.CharField(
                default="affirms", max_length=30, verbose_name="hva utsagnet sier"
            ),
        ),
        migrations.AlterField(
            model_name="historicalassertion",
            name="standing",
            field=models.CharField(
                default="stated", max_length=30, verbose_name="hvor tydelig det er sagt"
            ),
        ),
        migrations.AlterField(
            model_name="historicalcontroller",
            name="identifier_scheme",
            field=models.CharField(
                blank=True, max_length=30, null=True, verbose_name="slag nummer"
            ),
        ),
        migrations.AlterField(
            model_name="historicalpolicy",
            name="visibility",
            field=models.CharField(
                default="public", max_length=30, verbose_name="hvem som kan lese den"
            ),
        ),
        migrations.AlterField(
            model_name="historicalrecipient",
            name="kind_of",
            field=models.CharField(
                default="organisation", max_length=30, verbose_name="slag mottaker"
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="visibility",
            field=policies.models.fields.TermField(
                default="public", values=["public", "staff"], verbose_name="hvem som kan lese den"
            ),
        ),
        migrations.AlterField(
            model_name="policyversion",
            name="visibility",
            field=policies.models.fields.TermField(
                values=["public", "staff"], verbose_name="hvem som kan lese den"
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="kind_of",
            field=policies.models.fields.TermField(
                default="organisation",
                values=["organisation", "category"],
                verbose_name="slag mottaker",
            ),
        ),
    ]
