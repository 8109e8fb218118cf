"""Events as Norwegian sentences."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacyhub.audit.models import Event, Kind

_SENTENCES = {
    Kind.ADDED: gettext_lazy("%(who)s la til %(what)s"),
    Kind.CHANGED: gettext_lazy("%(who)s endret %(what)s"),
    Kind.DELETED: gettext_lazy("%(who)s slettet %(what)s"),
    Kind.UNDONE: gettext_lazy("%(who)s angret en endring av %(what)s"),
    Kind.LOADED: gettext_lazy("%(who)s lastet inn %(what)s fra fil"),
    Kind.PUBLISHED: gettext_lazy("%(who)s publiserte %(what)s"),
    Kind.EXPORTED: gettext_lazy("%(who)s eksporterte %(what)s"),
    Kind.READ: gettext_lazy("%(who)s leste %(what)s"),
    Kind.SIGNED_IN: gettext_lazy("%(who)s logget inn"),
    Kind.SIGN_IN_FAILED: gettext_lazy("Innlogging som %(who)s mislyktes"),
    Kind.LOCKED_OUT: gettext_lazy("%(who)s ble stengt ute etter for mange forsøk"),
    Kind.SIGNED_OUT: gettext_lazy("%(who)s logget ut"),
    Kind.PASSWORD_CHANGED: gettext_lazy("%(who)s endret passordet til %(what)s"),
    Kind.FACTOR_CHANGED: gettext_lazy("%(who)s endret den andre faktoren til %(what)s"),
    Kind.SESSION_ENDED: gettext_lazy("%(who)s avsluttet en økt for %(what)s"),
    Kind.INVITED: gettext_lazy("%(who)s inviterte %(what)s"),
    Kind.ROLE_CHANGED: gettext_lazy("%(who)s endret rollen til %(what)s"),
    Kind.ERASURE_ASKED: gettext_lazy("%(who)s foreslo å slette %(what)s"),
    Kind.ERASURE_WITHDRAWN: gettext_lazy("%(who)s trakk forslaget om å slette %(what)s"),
    Kind.COMPANY_ERASED: gettext_lazy("%(who)s slettet en virksomhet (%(what)s)"),
    Kind.LOG_EXPORTED: gettext_lazy("%(who)s eksporterte loggen"),
    Kind.LOG_PURGED: gettext_lazy("%(who)s slettet hendelser som var for gamle"),
}
# What may be told of an event beside who and what: the words for each.
DETAILS = {
    "fields": gettext_lazy("Felt"),
    "added": gettext_lazy("La til"),
    "changed": gettext_lazy("Endret"),
    "removed": gettext_lazy("Fjernet"),
    "version": gettext_lazy("Versjon"),
    "format": gettext_lazy("Format"),
    "count": gettext_lazy("Antall"),
    "role": gettext_lazy("Rolle"),
    "selection": gettext_lazy("Utvalg"),
}


def sentence(event: Event) -> str:
    """Return «Kari Nordmann publiserte «Personvernerklæring for X», versjon 2»."""
    return str(_SENTENCES[Kind(event.kind)]) % {"who": _who(event), "what": _what(event)}


def _who(event: Event) -> str:
    return event.actor or _("en ukjent bruker")


def _what(event: Event) -> str:
    name = f"«{event.subject_name}»" if event.subject_name else ""
    if event.kind == Kind.PUBLISHED:
        version = (event.details or {}).get("version")
        return f"{name}, {_('versjon')} {version}" if version else name
    if event.kind == Kind.READ and event.subject_ref and "/" not in event.subject_ref:
        return _("listen over %(what)s") % {"what": event.subject_kind}
    return f"{event.subject_kind} {name}".strip()


def details(event: Event) -> list[str]:
    """Return what else is known, as «Felt: Navn, Formål»."""
    found = [
        f"{DETAILS[name]}: {_joined(value)}"
        for name, value in (event.details or {}).items()
        if not (name == "version" and event.kind == Kind.PUBLISHED)
    ]
    if event.address:
        found.append(_("IP-adresse: %(address)s") % {"address": event.address})
    return found


def _joined(value: Any) -> str:
    return ", ".join(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def moment(event: Event) -> str:
    """Return «22.11.2026 kl. 15.10»."""
    return timezone.localtime(event.at).strftime("%d.%m.%Y kl. %H.%M")
