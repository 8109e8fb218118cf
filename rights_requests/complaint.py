"""Where a person can complain, as a Norwegian text (art. 12 no. 4, 77 and 79)."""

from django.utils.translation import gettext as _

from policies.document.terms import Authority
from policies.models import Controller
from policies.publishing.article.rights import DATATILSYNET


def authority_name(company: Controller) -> str:
    """Return the authority's name, as far as the register says."""
    if company.authority == Authority.DATATILSYNET:
        return "Datatilsynet"
    return company.authority_name or _("tilsynsmyndigheten")


def complaint_route(company: Controller) -> str:
    """Return whom to complain to, and that the courts are open."""
    return " ".join(
        (
            _("Er du uenig, kan du klage til %(who)s.") % {"who": _who(company)},
            _("Du kan også ta saken til domstolene."),
            _("Du finner reglene i personvernforordningen art. 77 og 79."),
        )
    )


def complaint_to(company: Controller) -> str:
    """Return whom to complain to, for one who hasn't been refused anything."""
    return _("Du kan klage til %(who)s.") % {"who": _who(company)}


def _who(company: Controller) -> str:
    if company.authority == Authority.DATATILSYNET:
        url, phone, address = DATATILSYNET
        return f"Datatilsynet ({url.removeprefix('https://www.')}, tlf. {phone}, {address})"
    reached = [company.authority_url, company.authority_email, company.authority_phone]
    if company.authority_name or any(reached):
        name = company.authority_name or _("tilsynsmyndigheten")
        about = ", ".join(way for way in reached if way)
        return f"{name} ({about})" if about else name
    return _("tilsynsmyndigheten i EØS-landet der du bor eller arbeider, eller der bruddet skjedde")
