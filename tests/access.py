"""Who may do what, as one table: each address and action × each kind of person.

It says what policies/permissions.py must give, in other words, and is checked against the
URL configuration and the admin's registry: what stands there and not here is undecided.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.contrib import admin
from django.urls import URLPattern, get_resolver

from policies.document.terms import Role
from rights_requests.admin.page import REGISTRY
from rights_requests.public.tokens import Appointment, new_calendar_token
from tests.accounts.test_addresses import ADDRESSES as ACCOUNT
from tests.urls import ADDRESSES

ROLES = {
    "staff": frozenset(Role),
    "editors": {Role.EDITOR},
    "approvers": {Role.APPROVER},
    "log readers": {Role.APPROVER, Role.OMBUD, Role.ADMINISTRATOR},
    "administrators": {Role.ADMINISTRATOR},
    "case workers": {Role.CASE_WORKER},
    "installers": frozenset(),
    "nobody": None,  # not even the installation administrator
}


class Kind(NamedTuple):
    """Who may do what with a kind of record, and the actions of its list."""

    view: str
    add: str
    change: str
    delete: str
    actions: tuple[str, ...] = ("delete_selected",)


REGISTER = Kind("staff", "editors", "editors", "editors")
KINDS = {
    # A company that has published is erased, not deleted.
    "policies.Controller": Kind("staff", "installers", "editors", "nobody"),
    "policies.SourceDocument": REGISTER._replace(delete="nobody"),
    "policies.PolicyVersion": Kind("staff", "nobody", "nobody", "nobody"),
    "accounts.User": Kind(*["installers"] * 4, ("delete_selected", "remove_second_factor")),
    "policies.Assertion": REGISTER,
    "policies.Cookie": REGISTER,
    "policies.DataSource": REGISTER,
    "policies.DataUse": REGISTER,
    "policies.Disclosure": REGISTER,
    "policies.DisclosureCondition": REGISTER,
    "policies.Party": REGISTER,
    "policies.Policy": REGISTER,
    "policies.ProcessingActivity": REGISTER,
    "policies.Purpose": REGISTER,
    "policies.Recipient": REGISTER,
    "policies.RetentionRule": REGISTER,
    "policies.SecurityMeasure": REGISTER,
    "policies.System": REGISTER,
    "policies.Term": REGISTER,
    "policies.Website": REGISTER,
}
WITHOUT_DRAFT = {"policies.PolicyVersion", "accounts.User"}
ENDED = {"policies.ProcessingActivity", "policies.Recipient"}
UNKNOWN = "404"
ERASE = "/admin/virksomheter/flex/slett/"
PROTOKOLL, DOWNLOAD = "/admin/protokoll/", {"form": "json"}


@dataclass(frozen=True)
class Request:
    """Something asked for: a page by its name, or an action, and who may."""

    name: str
    path: str  # with {policy} where the number of the policy goes
    who: str
    method: str = "get"
    sends: dict = field(default_factory=dict)

    @property
    def is_ours(self):
        """Say whether it is about one company's record, unknown to all others."""
        return "{" in self.path and "{user}" not in self.path

    def __str__(self):
        return f"{self.method} {self.name} {self.sends.get('action', '')}".strip()


# What Django's own site has, apart from the pages of models.
SITE = (
    Request("admin:index", "/admin/", "staff"),
    Request("admin:login", "/admin/login/", "everyone"),
    Request("admin:logout", "/admin/logout/", "everyone", "post"),
    Request("admin:password_change", "/admin/password_change/", "staff"),
    Request("admin:password_change", "/admin/password_change/", "staff", "post"),
    Request("admin:password_change_done", "/admin/password_change/done/", "staff"),
    Request("admin:jsi18n", "/admin/jsi18n/", "staff"),
    Request("admin:app_list", "/admin/policies/", "staff"),
    Request("admin:company-erase-confirm", f"{ERASE}bekreft/", "installers"),
    Request("admin:company-erase-confirm", f"{ERASE}bekreft/", "installers", "post"),
    Request("admin:company-erase-withdraw", f"{ERASE}trekk/", UNKNOWN),
    Request("admin:company-erase-withdraw", f"{ERASE}trekk/", "installers", "post"),
    Request("admin:protokoll-download", f"{PROTOKOLL}last-ned/", "approvers", "post", DOWNLOAD),
    Request("admin:protokoll-job", PROTOKOLL + "filer/{job}/", "approvers"),
    Request("admin:protokoll-job-state", PROTOKOLL + "filer/{job}/status/", "approvers"),
    Request("admin:recipient-touches", "/admin/mottakere/{recipient}/berorer/", "staff"),
    Request("admin:protokoll-job-file", PROTOKOLL + "filer/{job}/hent/", "approvers", "post"),
    Request("admin:company-erased", "/admin/slettede-virksomheter/987/", "installers"),
    Request("admin:(?P<url>.*)$", "/admin/finnes-ikke/", UNKNOWN),
    Request(
        "admin:autocomplete",
        "/admin/autocomplete/?app_label=policies&model_name=purpose&field_name=activity&term=",
        "staff",
    ),
    Request(
        "admin:history-undo",
        "/admin/historikk/processingactivity/{change}/angre/",
        "editors",
    ),
    Request(
        "admin:history-undo",
        "/admin/historikk/processingactivity/{change}/angre/",
        "editors",
        "post",
    ),
    Request(
        "admin:auth_user_password_change", "/admin/accounts/user/{user}/password/", "installers"
    ),
    Request(
        "admin:auth_user_password_change",
        "/admin/accounts/user/{user}/password/",
        "installers",
        "post",
    ),
)

# A person's own case: whoever has no code is led to where one is asked for.
_CALENDAR = new_calendar_token(Appointment("H-2222-2222", date(2026, 12, 22), "Flex AS"))
CASES = (
    Request("case-confirm", "/henvendelse/bekreft/x/", "everyone"),
    Request("case-confirm", "/henvendelse/bekreft/x/", "everyone", "post"),
    Request("case-calendar", f"/henvendelse/frist/{_CALENDAR}/", "everyone"),
    Request("case", "/henvendelse/sak/", "everyone"),
    Request("case-reply", "/henvendelse/sak/svar/1.pdf", "everyone"),
    Request("case-write", "/henvendelse/sak/melding/", "everyone", "post"),
    Request("case-withdraw", "/henvendelse/sak/trekk/", "everyone"),
    Request("case-withdraw", "/henvendelse/sak/trekk/", "everyone", "post"),
    Request("case-leave", "/henvendelse/sak/forlat/", "everyone", "post"),
)


def of_model(label, kind):
    """Yield what can be asked about a kind of record."""
    app, model = label.lower().split(".")
    name, at = f"admin:{app}_{model}_", f"/admin/{app}/{model}/"
    one = at + "{" + model + "}/"
    yield Request(f"{name}changelist", at, kind.view)
    for action in kind.actions:
        sends = {"action": action, "_selected_action": ["{" + model + "}"], "post": "yes"}
        # The list of companies leads to the one worked on, whatever is asked.
        who = "staff" if model == "controller" else kind.delete
        yield Request(f"{name}changelist", at, who, "post", sends)
    yield Request(f"{name}add", f"{at}add/", kind.add)
    yield Request(f"{name}add", f"{at}add/", kind.add, "post")
    yield Request(f"{name}change", f"{one}change/", kind.view)
    yield Request(f"{name}change", f"{one}change/", kind.change, "post")
    yield Request(f"{name}delete", f"{one}delete/", kind.delete)
    yield Request(f"{name}delete", f"{one}delete/", kind.delete, "post", {"post": "yes"})
    yield Request(f"{name}history", f"{one}history/", kind.view)
    # An old address leads to the form's, for whatever number.
    yield Request(f"admin:{app}/{model}/<path:object_id>/", f"{at}987654/", "staff")
    if label in ENDED:
        for page, called in (("end", "avslutt"), ("resume", "ta-i-bruk")):
            yield Request(f"{name}{page}", f"{one}{called}/", kind.change)
            yield Request(f"{name}{page}", f"{one}{called}/", kind.change, "post")
    if label not in WITHOUT_DRAFT:
        yield Request(f"{name}draft", f"{one}utkast/", kind.view)
        yield Request(f"{name}draft", f"{one}utkast/", kind.change, "post")


def of_address(address):
    """Yield what can be asked at an address of tests/urls.py."""
    path = address.path.replace("{pk}", "{policy}")
    yield Request(address.name, path, address.opens)
    if address.posts:
        yield Request(address.name, path, address.posts, "post", address.sends)


# What is done to a case, each at an address of its own.
VERBS = [
    Request("admin:case-act", f"/admin/henvendelser/{{case}}/{slug}/", "case workers", "post")
    for slug in REGISTRY
]
TABLE = [
    *VERBS,
    *(request for address in ADDRESSES for request in of_address(address)),
    *SITE,
    *CASES,
    *(request for label, kind in KINDS.items() for request in of_model(label, kind)),
]


def addresses(patterns=None, within="", space=""):
    """Return every page that can be asked for, by name, or by its route when it has none."""
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = within + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.add(space + (pattern.name or route))
        elif pattern.namespace:
            found |= addresses(pattern.url_patterns, "", f"{space}{pattern.namespace}:")
        else:
            found |= addresses(pattern.url_patterns, route, space)
    return found


def undecided_addresses(patterns=None):
    """Return the pages without a decision."""
    decided = {request.name for request in TABLE} | {name for name, _opens in ACCOUNT.values()}
    return addresses(patterns) - decided


def undecided_kinds(site=admin.site):
    """Return the kinds of record and the actions without a decision."""
    found = set()
    for model, options in site._registry.items():
        decided = KINDS.get(model._meta.label)
        actions = {name for _action, name, _label in options._get_base_actions()}
        if decided is None:
            found.add(model._meta.label)
        else:
            found |= {f"{model._meta.label} {each}" for each in actions - set(decided.actions)}
    return found
