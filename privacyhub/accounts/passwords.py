"""Passwords that a Norwegian would guess. Nobody outside is asked about a password."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What is left of a password without digits and signs, and without what is said twice.
GUESSED = frozenset(
    [
        "admin",
        "adminadmin",
        "administrator",
        "behandling",
        "eksempel",
        "erklæring",
        "fotball",
        "gdpr",
        "hei",
        "heihei",
        "hemmelig",
        "hemmeligpassord",
        "høst",
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
        "jul",
        "kjempehemmelig",
        "mittpassord",
        "nyttpassord",
        "norge",
        "oslo",
        "passord",
        "passordet",
        "passordpassord",
        "password",
        "personvern",
        "personvernhub",
        "personvernerklæring",
        "qwerty",
        "qwertyuiop",
        "register",
        "solskinn",
        "sommer",
        "sommeren",
        "standard",
        "standardpassord",
        "testpassord",
        "vinter",
        "vinteren",
        "vår",
        "våren",
        "høsten",
        "velkommen",
        "velkommentil",
        "mandag",
        "tirsdag",
        "onsdag",
        "torsdag",
        "fredag",
        "lørdag",
        "søndag",
        "bergen",
        "trondheim",
        "stavanger",
        "norsk",
        "norgenorge",
        "jegelskerdeg",
        "sjokolade",
        "virksomhet",
    ]
)


def core(password: str) -> str:
    """Return the letters, in small, once: «Sommer2026!» and «sommersommer» are «sommer»."""
    letters = re.sub(r"[\W\d_]+", "", password.lower())
    half = len(letters) // 2
    return letters[:half] if half and letters == letters[:half] * 2 else letters


class NorwegianPasswordValidator:
    """Refuses a well-known word with digits and signs about it."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's
        """Raise ValidationError for a word that is guessed early."""
        if core(password) in GUESSED:
            raise ValidationError(
                _("Passordet er et vanlig ord med tall eller tegn til. Velg noe mindre vanlig."),
                code="password_guessed",
            )

    def get_help_text(self) -> str:
        """Say what is wanted."""
        return _("Passordet ditt kan ikke være et vanlig ord med tall bak, som «sommer2026».")
