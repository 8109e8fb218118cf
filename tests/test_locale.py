"""Django speaks bokmål, in our words, also after an upgrade."""

import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.conf import global_settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

CORE = Path(django.__file__).parent
OF_DJANGO = [Path(a.path) for a in apps.get_app_configs() if a.path.startswith(f"{CORE}/")]
LANGUAGES = {name for _, name in global_settings.LANGUAGES}
# Words that are the same in both languages.
SAME = (
    "AM PM a p m jan feb mar apr jun jul aug sep nov Jan Feb Mar Apr Jun Jul Aug Sep Nov April"
    " August September November S M T F byte KB MB GB TB PB IPv4 IPv6 Filter hash salt"
)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")
DOMAINS = pytest.mark.parametrize("domain", ["django", "djangojs"])


def seen(domain: str) -> Iterator[tuple[str, str]]:
    """Each text of Django, its singulars and plurals apart, and what our readers see."""
    for folder in [CORE / "conf", *OF_DJANGO]:
        source = folder / f"locale/en/LC_MESSAGES/{domain}.po"
        if not source.exists():
            continue
        catalogue = translation
        if domain == "djangojs":  # as JavaScriptCatalog does
            catalogue = DjangoTranslation("nb", domain, [str(folder / "locale")])
        with source.open("rb") as file, translation.override("nb"):
            for message in read_po(file):
                if isinstance(message.id, tuple):
                    yield message.id[0], catalogue.ngettext(*message.id, 1)
                    yield message.id[1], catalogue.ngettext(*message.id, 2)
                elif message.context:
                    yield message.id, catalogue.pgettext(message.context, message.id)
                elif message.id:  # the header has none
                    yield message.id, catalogue.gettext(message.id)


@DOMAINS
def test_every_text_of_django_is_translated(domain):
    texts = list(seen(domain))
    assert len(texts) > 70
    english = {text for text, shown in texts if shown == text} - LANGUAGES
    words = {text: re.findall(r"[^\W\d_]\w*", PLACEHOLDER.sub("", text)) for text in english}
    assert [text for text in english if set(words[text]) - set(SAME.split())] == []


@DOMAINS
def test_nothing_is_stiff_or_unknown(domain):
    shown = [shown for _, shown in seen(domain)]
    assert [text for text in shown if re.search("(?i)vennligst|felt.* er påkrevet", text)] == []
    assert {"Ukjent", "None"} & set(shown) == set()


@pytest.mark.parametrize("field", [forms.DateField, forms.DateTimeField, forms.TimeField])
def test_a_date_that_is_written_as_the_error_says_is_right(field):
    with pytest.raises(forms.ValidationError) as error:
        field().clean("i morgen")
    start, example = error.value.message.split(" slik: ")
    assert start.startswith("Skriv ")
    assert field().clean(example.rstrip("."))


@pytest.mark.parametrize(
    "adapter", [DefaultAccountAdapter, DefaultMFAAdapter, DefaultSocialAccountAdapter]
)
def test_errors_of_the_sign_in_library_are_ours(adapter):
    with translation.override("en"):
        english = {code: str(text) for code, text in adapter.error_messages.items()}
    with translation.override("nb"):
        shown = {code: str(text) for code, text in adapter.error_messages.items()}
    assert [code for code in english if english[code] == shown[code]] == []
    assert [text for text in shown.values() if re.search("(?i)vennligst|tofaktor", text)] == []


@pytest.mark.django_db
def test_sign_in_error():
    form = AdminAuthenticationForm(data={"username": "a@example.no", "password": "x"})
    assert form.non_field_errors()[0].startswith("Feil e-postadresse eller passord, eller kontoen")
