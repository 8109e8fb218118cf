"""What an empty list says: that it is empty, and what usually belongs there."""

from django.utils.translation import gettext_lazy as _

NOTHING_YET = {
    "Assertion": _("Ingen utsagn. Her står det en tekst påstår, men som ikke er slått fast."),
    "Cookie": _(
        "Ingen registrert. Bruker nettstedet ingen? Svar nei på «Bruker informasjonskapsler» "
        "for nettstedet."
    ),
    "DataSource": _("Ingen kilder. Leseren skal vite hvor opplysningene kommer fra."),
    "DataUse": _("Ingen opplysninger. Legg dem til der de brukes: i en behandling."),
    "Disclosure": _("Ingen utleveringer. Legg dem til hos mottakeren som får opplysningene."),
    "DisclosureCondition": _(
        "Ingen vilkår. Her står det når dere ellers gir ut opplysninger: etter samtykke, lov "
        "eller pålegg."
    ),
    "Party": _(
        "Ingen personer eller parter. Har dere personvernombud eller en fast kontaktperson, "
        "hører de hjemme her."
    ),
    "Policy": _("Dere har ingen erklæring ennå. Den første heter gjerne «Personvernerklæring»."),
    "PolicyVersion": _(
        "Ingenting er publisert ennå. Åpne en erklæring og trykk «Publiser» når den er klar."
    ),
    "ProcessingActivity": _(
        "Ingen behandlinger. Begynn med det dere gjør oftest: levere varer, svare på "
        "henvendelser, sende nyhetsbrev."
    ),
    "Purpose": _("Ingen formål. Legg dem til i behandlingen de hører til."),
    "Recipient": _("Ingen mottakere. Nesten alle har noen: e-post, regnskap, nettsted."),
    "RetentionRule": _(
        "Ingen lagringsregler. Begynn med regnskapet: 5 år etter regnskapsårets slutt."
    ),
    "SecurityMeasure": _(
        "Ingen sikkerhetstiltak. De fleste har noen: tilgangsstyring, kryptering, sikkerhetskopi."
    ),
    "SourceDocument": _("Ingen kildedokumenter. De kommer når et register lastes inn fra fil."),
    "System": _("Ingen systemer. Tenk på kunderegister, regnskap, e-post og nettbutikk."),
    "Term": _(
        "Ingen kategorier. De er ord for hvem og hva det gjelder: «kunder», «kontaktopplysninger»."
    ),
    "Website": _("Ingen nettsteder. Har dere et, hører adressen hjemme her."),
}
