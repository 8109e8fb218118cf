"""What a browser sends back from a page of the admin, and what the page says then."""

import re
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse


class Fields(HTMLParser):
    """The fields of the page's main form, as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.name, self.open, self.inside = {}, None, False, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "form":
            self.open = about.get("id", "").endswith("_form")
        elif self.open and tag == "input":
            self._input(about)
        elif self.open and tag in {"textarea", "select"}:
            self.name, self.inside = about["name"], tag
            self.sent[self.name] = [""] if tag == "textarea" else []
        elif self.name and tag == "option" and "selected" in about:
            self.sent[self.name].append(about["value"])

    def _input(self, about):
        ticked = about["type"] not in {"checkbox", "radio"} or "checked" in about
        if about["type"] != "submit" and ticked and about.get("name"):
            self.sent.setdefault(about["name"], []).append(
                about.get("value", "on" if about["type"] == "checkbox" else "")
            )

    def handle_data(self, data):
        if self.inside == "textarea":
            self.sent[self.name][0] += data

    def handle_endtag(self, tag):
        if tag != self.inside:
            return
        if tag == "textarea":
            # A browser drops the first line end, and sends the others its own way.
            text = self.sent[self.name][0].replace("\r\n", "\n").removeprefix("\n")
            self.sent[self.name] = [text.replace("\n", "\r\n")]
        self.name, self.inside = None, ""


def choose(client, company):
    """Choose the company to work on, as people do."""
    chosen = client.post(reverse("admin:company-choose"), {"company": company.key})
    assert chosen.url == reverse("admin:index")


def filled(response, **changes):
    """Return what the page's form would send, with some fields filled in anew."""
    return {**Fields(response.content.decode()).sent, **changes}


def send(client, address, **changes):
    """Open a page, fill in its form, and send it."""
    return client.post(address, filled(client.get(address), **changes))


def errors(response):
    """Return every error that the page tells, by the field it stands at."""
    form = response.context["adminform"].form
    found = {name: list(said) for name, said in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            found |= {f"{row.prefix}-{name}": list(said) for name, said in row.errors.items()}
    shown = text(response)
    assert [said for each in found.values() for said in each if said not in shown] == []
    return found


def text(response):
    """Return the page as text, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def heading(response, level=1):
    """Return the page's first heading."""
    page = response.content.decode()
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", page, re.DOTALL)[0]
    return " ".join(unescape(found).split())


def title(response):
    """Return what the browser's tab says."""
    found = re.findall(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(found).split())


def told(response):
    """Return the messages that the page after a form tells."""
    return [str(message) for message in response.context["messages"]]
