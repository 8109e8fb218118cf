"""What the sign-in library tells of, in our words, by the names of its own templates.

A message stands at the top of the next page; a notice goes by e-mail to whoever owns the
account. The empty text says nothing.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MESSAGES = {
    "account/messages/cannot_delete_primary_email.txt": _(
        "Du kan ikke fjerne adressen du logger inn med."
    ),
    "account/messages/email_confirmation_failed.txt": _(
        "Vi kunne ikke bruke adressen %(email)s. Velg en annen."
    ),
    "account/messages/email_confirmation_sent.txt": _(
        "Vi har sendt en e-post til %(email)s. Trykk på lenken i den for å bekrefte adressen."
    ),
    "account/messages/email_confirmed.txt": _("Du logger nå inn med %(email)s."),
    "account/messages/email_deleted.txt": _("Adressen %(email)s er fjernet."),
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": _("Du er logget ut."),
    "account/messages/password_changed.txt": _("Passordet er byttet. Andre økter er logget ut."),
    "account/messages/password_set.txt": _("Du har fått et passord."),
    "account/messages/primary_email_set.txt": "",
    "account/messages/unverified_primary_email.txt": _("Bekreft adressen først."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "Du har fått nye reservekoder. Ta vare på dem et trygt sted."
    ),
    "mfa/messages/totp_activated.txt": _("Kodeappen er lagt til."),
    "mfa/messages/totp_deactivated.txt": _("Kodeappen er fjernet."),
    "mfa/messages/webauthn_added.txt": _("Nøkkelen er lagt til."),
    "mfa/messages/webauthn_removed.txt": _("Nøkkelen er fjernet."),
    "usersessions/messages/sessions_logged_out.txt": _("De andre øktene er logget ut."),
}

NOTICES = {
    "account/email/email_changed": _("E-postadressen din er byttet til %(to_email)s."),
    "account/email/email_deleted": _("Adressen %(deleted_email)s er fjernet."),
    "account/email/password_changed": _("Passordet ditt er byttet."),
    "account/email/password_reset": _("Du har fått et nytt passord."),
    "account/email/password_set": _("Kontoen din har fått et passord."),
    "mfa/email/recovery_codes_generated": _("Du har fått nye reservekoder."),
    "mfa/email/totp_activated": _("En kodeapp er lagt til."),
    "mfa/email/totp_deactivated": _("Kodeappen er fjernet."),
    "mfa/email/webauthn_added": _("En nøkkel for innlogging er lagt til."),
    "mfa/email/webauthn_removed": _("En nøkkel for innlogging er fjernet."),
    "socialaccount/email/account_connected": _(
        "Du kan nå logge inn med jobbkontoen i virksomhetens katalog."
    ),
}


def shown_wait(seconds: int) -> str:
    """Return a wait in words: «15 minutter»."""
    if seconds < 60:  # noqa: PLR2004 - seconds in a minute
        return ngettext("%d sekund", "%d sekunder", seconds) % seconds
    minutes = -(-seconds // 60)
    return ngettext("%d minutt", "%d minutter", minutes) % minutes
