"""What kinds of record are called in a sentence, with the gender that each word has."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.models import (
    Assertion,
    Controller,
    Cookie,
    DataSource,
    DataUse,
    Disclosure,
    DisclosureCondition,
    Party,
    Policy,
    PolicyVersion,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    RightStatement,
    SecurityMeasure,
    SourceDocument,
    System,
    Term,
    Website,
)
from policies.models.history import Model
from policies.workplace.wording import named

# On the button that makes one.
NEW: dict[Model, Any] = {
    Assertion: gettext_lazy("Legg til et utsagn"),
    Controller: gettext_lazy("Legg til en virksomhet"),
    Cookie: gettext_lazy("Legg til en informasjonskapsel"),
    DataSource: gettext_lazy("Legg til en kilde"),
    DataUse: gettext_lazy("Legg til opplysninger"),
    Disclosure: gettext_lazy("Legg til en utlevering"),
    DisclosureCondition: gettext_lazy("Legg til et vilkår for utlevering"),
    Party: gettext_lazy("Legg til en person eller part"),
    Policy: gettext_lazy("Legg til en personvernerklæring"),
    ProcessingActivity: gettext_lazy("Legg til en behandling"),
    Purpose: gettext_lazy("Legg til et formål"),
    Recipient: gettext_lazy("Legg til en mottaker"),
    RetentionRule: gettext_lazy("Legg til en lagringsregel"),
    RightStatement: gettext_lazy("Legg til en rettighet"),
    SecurityMeasure: gettext_lazy("Legg til et sikkerhetstiltak"),
    SourceDocument: gettext_lazy("Legg til et kildedokument"),
    System: gettext_lazy("Legg til et system"),
    Term: gettext_lazy("Legg til en kategori"),
    Website: gettext_lazy("Legg til et nettsted"),
}
# Before the name of a known one: «utleveringen «fører regnskapet»».
THE: dict[Model, Any] = {
    Assertion: gettext_lazy("utsagnet"),
    Controller: gettext_lazy("virksomheten"),
    Cookie: gettext_lazy("informasjonskapselen"),
    DataSource: gettext_lazy("kilden"),
    DataUse: gettext_lazy("opplysningene"),
    Disclosure: gettext_lazy("utleveringen"),
    DisclosureCondition: gettext_lazy("vilkåret"),
    Party: gettext_lazy("personen eller parten"),
    Policy: gettext_lazy("erklæringen"),
    PolicyVersion: gettext_lazy("den publiserte versjonen"),
    ProcessingActivity: gettext_lazy("behandlingen"),
    Purpose: gettext_lazy("formålet"),
    Recipient: gettext_lazy("mottakeren"),
    RetentionRule: gettext_lazy("lagringsregelen"),
    RightStatement: gettext_lazy("rettigheten"),
    SecurityMeasure: gettext_lazy("sikkerhetstiltaket"),
    SourceDocument: gettext_lazy("kildedokumentet"),
    System: gettext_lazy("systemet"),
    Term: gettext_lazy("kategorien"),
    Website: gettext_lazy("nettstedet"),
}


def the(record: Any) -> str:
    """Return «utleveringen «fører regnskapet»»."""
    about = {"kind": THE[type(record)], "name": named(record)}
    return _("%(kind)s «%(name)s»") % about
