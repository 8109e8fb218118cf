"""What each mail says: the company's name, an address, a code or a date, and nothing written.

No name of a right, no text from the person or from staff: whoever reads over somebody's
shoulder learns that they have written to a company.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from policies.publishing.article.words import day
from rights_requests.addresses import open_url
from rights_requests.clock import extended_due_on
from rights_requests.models import Case, Practice
from rights_requests.terms import MailKind


class Letter(NamedTuple):
    """A subject and a text."""

    subject: str
    body: str


def wording(
    case: Case, kind: MailKind, *, link: str = "", expires: str = "", code: str = ""
) -> Letter:
    """Return a mail's subject and text."""
    about = {
        "controller": name_in_mail(case),
        "ref": case.reference,
        "url": link or open_url(),
        "expires": expires,
        "otp": code,
        "deadline": day(extended_due_on(case, case.pauses.all())),
    }
    subject, body = _texts(kind)
    return Letter(subject, f"{body % about}\n")


def name_in_mail(case: Case) -> str:
    """Return what the company is called; a sensitive one may be called something else."""
    practice = Practice.objects.filter(controller=case.controller_id).first()
    return (practice and practice.mail_name) or case.controller.name


def _texts(kind: MailKind) -> tuple[str, str]:
    confirm = _(
        "Noen har skrevet denne adressen i et skjema hos %(controller)s. Var det deg? Åpne "
        "%(url)s og trykk «Bekreft». Lenken virker til %(expires)s. Var det ikke deg, trenger "
        "du ikke gjøre noe."
    )
    message = _("%(controller)s har skrevet til deg. Les den på %(url)s med referanse %(ref)s.")
    return {
        MailKind.CONFIRM: (_("Bekreft e-postadressen din"), confirm),
        MailKind.CONFIRM_AGAIN: (
            _("Påminnelse: bekreft e-postadressen din"),
            f"{confirm} {_('Dette er siste påminnelse.')}",
        ),
        MailKind.CODE: (
            _("Engangskode"),
            _("Koden er %(otp)s. Den virker i 10 minutter. Ingen hos oss vil be om den."),
        ),
        MailKind.MESSAGE: (_("Du har en melding"), message),
        MailKind.MESSAGE_AGAIN: (_("Påminnelse: du har en melding"), message),
        MailKind.EXTENSION: (
            _("Ny svarfrist"),
            _(
                "%(controller)s trenger mer tid. Ny frist er %(deadline)s. Begrunnelsen ligger "
                "på %(url)s. Referansen er %(ref)s."
            ),
        ),
        MailKind.REPLY: (
            _("Svaret er klart"),
            _(
                "Hent det på %(url)s med referanse %(ref)s. Du kan be om det på papir fra "
                "%(controller)s."
            ),
        ),
        MailKind.CLOSED: (
            _("Avsluttet"),
            _("Henvendelse %(ref)s til %(controller)s er avsluttet."),
        ),
    }[kind]
