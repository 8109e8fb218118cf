"""Organisation numbers, each checked by the rules of the register it belongs to."""

from django.utils.translation import gettext as _
from stdnum.dk import cvr
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fi import alv
from stdnum.no import orgnr
from stdnum.se import orgnr as se_orgnr

from policies.document.terms import IdentifierScheme

_CHECKS = {
    IdentifierScheme.NO_ORGNR: orgnr,
    IdentifierScheme.FI_VAT: alv,
    IdentifierScheme.SE_ORGNR: se_orgnr,
    IdentifierScheme.DK_CVR: cvr,
    IdentifierScheme.EU_VAT: vat,
}


def check_number(scheme: IdentifierScheme | str, number: str) -> None:
    """Raise ValueError, in Norwegian, when the number can't belong to the register."""
    check = _CHECKS.get(IdentifierScheme(scheme))
    if check is None:
        return
    try:
        check.validate(number)
    except NumberError as error:
        if scheme == IdentifierScheme.NO_ORGNR:
            message = _(
                "Organisasjonsnummeret stemmer ikke. Et norsk nummer har ni sifre. "
                "Sjekk om to har byttet plass."
            )
        else:
            message = _("Nummeret stemmer ikke med reglene for %(scheme)s. Sjekk sifrene.") % {
                "scheme": IdentifierScheme(scheme).label
            }
        raise ValueError(message) from error


def shown_number(scheme: IdentifierScheme | str, number: str) -> str:
    """Return the number as people write it: 999 999 999 for a Norwegian one."""
    if scheme == IdentifierScheme.NO_ORGNR:
        return str(orgnr.format(number))
    return number
