"""A visitor: opens pages, fills in forms, sends what the page's own form would send."""

import re
from html.parser import HTMLParser

from django.test import Client
from django.utils import timezone

from rights_requests.models import Reply
from tests.rights_requests.factories import digits, post

EMAIL = "per@eksempel.no"
ANSWERS = {
    "rights": ["access", "erasure"],
    "on_behalf": "self",
    "represented": "",
    "name": "Per Hansen",
    "email": EMAIL,
    "phone": "",
    "address": "",
    "known_as": "",
    "text": "Jeg handlet i fjor.",
}
FORM, MARKETING = "/flex/rettigheter/", "/flex/rettigheter/markedsforing/"
ENTRY, CASE = "/henvendelse/", "/henvendelse/sak/"
PDF = f"{CASE}svar/1.pdf"


class Hidden(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "input" and about.get("type") == "hidden":
            self.found.setdefault(about["name"], []).append(about.get("value", ""))


def hidden(answer):
    """Return what a page carries."""
    return Hidden(answer.content.decode()).found


def text_of(answer):
    """Return what a page says, without its tags."""
    main = re.search(r"(?s)<main.*</main>", answer.content.decode())[0]
    return re.sub(r"\s+", " ", re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", main)).strip()


class Visitor:
    """One browser."""

    def __init__(self, **about):
        self.client = Client(enforce_csrf_checks=True, **about)

    def review(self, path=FORM, **changes):
        """Fill in the form, and return the page where it is seen over."""
        return self.client.post(path, {**ANSWERS, **changes})

    def send(self, path=FORM, **changes):
        """Fill in, see over, send, and return the receipt."""
        return self.press_send(self.review(path, **changes), path)

    def press_send(self, page, path=FORM, **changes):
        """Send what a page for seeing over carries."""
        return self.client.post(path, {**hidden(page), "step": "send", **changes})

    def stop_marketing(self, **answers):
        """Fill in the one screen, and send it."""
        page = self.client.get(MARKETING)
        return self.client.post(MARKETING, {**hidden(page), **answers})

    def enter(self, reference, code="", **about):
        """Ask for a one-time code, or give a code."""
        return self.client.post(ENTRY, {"reference": reference, "code": code, **about})


def keys(receipt):
    """Return the reference and the code that a receipt shows."""
    return re.findall(r"<code>([^<]+)</code>", receipt.content.decode())


def enter_by_mail(case):
    """Return a visitor who got in with a one-time code."""
    visitor = Visitor()
    visitor.enter(case.reference)
    post(timezone.now())
    assert visitor.enter(case.reference, digits()).url == CASE
    return visitor


def reply_to(case, number=1, text="Hei Per\n\n## Innsyn\n\n- navn\n- adresse"):
    return Reply.objects.create(
        case=case, number=number, text=text, pdf=b"%PDF-svar", text_sha256="0" * 64,
        pdf_sha256="0" * 64, recipient=case.email, four_eyes=False, sent_at=timezone.now(),
    )  # fmt: skip
