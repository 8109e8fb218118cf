"""Of another company there is nothing to see, name or change; and only staff come in."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from policies.admin import finding
from policies.models import (
    Controller,
    Disclosure,
    Policy,
    PolicyVersion,
    Recipient,
    Record,
    RightStatement,
)
from tests.policies.admin.planting import plant
from tests.policies.admin.sending import choose, errors, filled, send, text
from tests.policies.models.factories import make_company, make_policy, make_version
from tests.urls import ADDRESSES

OURS, THEIRS = "vaart", "naboens"
UNKNOWN = 987654
# Users belong to no company.
MODELS = [m for m in admin.site._registry if m is not get_user_model()]
LISTED = [model for model in MODELS if model is not Controller]
# Versions are made by publishing.
EDITED = [model for model in LISTED if model is not PolicyVersion]
NOT_OFFERED = "Valget finnes ikke her. Velg et annet."


def by_name(model):
    return model.__name__


EVERY = pytest.mark.parametrize("model", MODELS, ids=by_name)
EVERY_LIST = pytest.mark.parametrize("model", LISTED, ids=by_name)
EVERY_FORM = pytest.mark.parametrize("model", EDITED, ids=by_name)


def relations(model, prefix="", but=()):
    """Return the fields of a form that name other records, as they are posted."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return [
        (f"{prefix}{field.name}", field)
        for field in fields
        if field.related_model and issubclass(field.related_model, Record) and field.name not in but
    ]


def named_on(model):
    """Return every such field on the page of a kind of record, also those of its rows."""
    below = admin.site._registry[model].inlines
    rows = [(inline.model._meta.get_field(inline.fk_name), inline.model) for inline in below]
    return relations(model) + [
        found
        for parent, row in rows
        for found in relations(row, f"{parent.remote_field.get_accessor_name()}-0-", [parent.name])
    ]


# A new activity has no parts of its own yet to choose among.
OF_NONE = {"data_uses-0-purposes", "data_sources-0-data_use"} | {
    f"retention_rules-0-{name}" for name in ("purpose", "data_use")
}
FIELDS = [
    pytest.param((model, page, *found), id=f"{model.__name__}-{page}-{found[0]}")
    for model in EDITED
    for page in ("add", "change")
    for found in named_on(model)
    if page == "change" or found[0] not in OF_NONE
]


@pytest.fixture
def theirs(db):
    return plant(THEIRS)


@pytest.fixture
def own(staff_client, theirs):
    """Return our own records, and work on our own company, which isn't the first by name."""
    own = plant(OURS)
    choose(staff_client, own[Controller])
    return own


def address(model, page, *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def kept():
    """Return every row that there is, and what each names."""
    models = [*MODELS, RightStatement]
    rows = {m: list(m._default_manager.order_by("pk").values()) for m in models}
    links = [f.remote_field.through for m in models for f in m._meta.many_to_many]
    return rows | {link: list(link._default_manager.order_by("pk").values()) for link in links}


def hides(answer):
    """Say whether a page tells nothing of the other company."""
    return THEIRS not in answer.content.decode().lower()


def test_a_record_of_every_kind_is_planted(own, theirs):
    assert set(own) == set(theirs) == {*MODELS, RightStatement}
    assert [model for model in MODELS if OURS not in str(own[model])] == []


def answered(client, method, path, pk):
    """Return what a browser is told at an address, with the id taken out."""
    answer = getattr(client, method)(path, {"post": "yes", "name": "Ny"})
    assert hides(answer)
    return answer.status_code, text(answer).replace(str(pk), "{pk}")


@EVERY
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_record_of_another_company_is_as_unknown_as_none(staff_client, theirs, own, model, page):
    before = kept()
    pk = theirs[model].pk
    for method in ("get", "post"):
        there = answered(staff_client, method, address(model, page, pk), pk)
        none = answered(staff_client, method, address(model, page, UNKNOWN), UNKNOWN)
        assert there == none
        assert there[0] == 404
        assert there[1].count("Vi fant ikke dette, eller du har ikke tilgang.") == 1
    assert kept() == before


def test_ours_are_known(staff_client, own):
    pages = [(m, p) for m in MODELS for p in ("change", "delete", "history")]
    refused = {
        (model, page)
        for model, page in pages
        if staff_client.get(address(model, page, own[model].pk)).status_code != 200
    }
    # Versions and sources stay, and so does a company that has published.
    assert {(model.__name__, page) for model, page in refused} == {
        ("Controller", "delete"),
        ("PolicyVersion", "delete"),
        ("SourceDocument", "delete"),
    }


@EVERY_LIST
def test_a_list_and_its_filters_show_only_ours(staff_client, own, theirs, model):
    ours = set(model._default_manager.all()) - {theirs[model]}
    ours = {record for record in ours if OURS in str(record)}
    path = address(model, "changelist")
    page = staff_client.get(path)
    assert (set(page.context["cl"].result_list), hides(page)) == (ours, True)
    changes = page.context["cl"]
    for filtered in changes.filter_specs:
        for choice in filtered.choices(changes):
            narrowed = staff_client.get(path + choice["query_string"])
            assert set(narrowed.context["cl"].result_list) <= ours
            assert hides(narrowed)


@EVERY_LIST
def test_a_search_finds_only_ours(staff_client, own, theirs, model):
    path = address(model, "changelist")
    for word, found in ((THEIRS, 0), (OURS, 1)):
        result = staff_client.get(path, {"q": word}).context["cl"].result_list
        assert min(len(result), 1) == found


@EVERY_LIST
def test_a_list_asked_for_what_names_theirs_is_empty(staff_client, own, theirs, model):
    for name, field in relations(model):
        asked = {f"{name}__id__exact": theirs[field.related_model].pk}
        answer = staff_client.get(address(model, "changelist"), asked, follow=True)
        if answer.redirect_chain:  # the question isn't allowed
            assert answer.redirect_chain[0][0].endswith("?e=1")
        else:
            assert list(answer.context["cl"].result_list) == []
        assert hides(answer)


@EVERY_LIST
def test_theirs_are_not_deleted_from_our_list(staff_client, own, theirs, model):
    before = kept()
    chosen = {
        "action": "delete_selected",
        "_selected_action": [theirs[model].pk],
        "post": "yes",
    }
    answer = staff_client.post(address(model, "changelist"), chosen, follow=True)
    assert (hides(answer), kept()) == (True, before)


def typed(client, page, record):
    """Return a form of the page that would be accepted: ours as it is, or one more like it."""
    model = type(record)
    form = filled(client.get(address(model, "change", record.pk)))
    if page == "change":
        return form
    for inline in admin.site._registry[model].inlines:
        parent = inline.model._meta.get_field(inline.fk_name)
        prefix = parent.remote_field.get_accessor_name()
        form[f"{prefix}-INITIAL_FORMS"] = ["0"]
        for name in ("id", parent.name):
            form = {k: held for k, held in form.items() if k != f"{prefix}-0-{name}"}
    return form | ({"key": "enda-en"} if model is Policy else {})


@pytest.mark.parametrize("case", FIELDS)
def test_a_form_names_only_ours(staff_client, own, theirs, case):
    model, page, name, field = case
    candidates = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())
    pk = {
        word: candidates.filter(controller=held[Controller]).values_list("pk", flat=True)[0]
        for word, held in ((OURS, own), (THEIRS, theirs))
    }
    path = address(model, page, *([own[model].pk] if page == "change" else []))
    form, before = typed(staff_client, page, own[model]), kept()
    refused = staff_client.post(path, {**form, name: [pk[THEIRS]]})
    said = f"«{pk[THEIRS]}» er ikke blant valgene. Velg et annet."
    assert errors(refused) == {name: [said if field.many_to_many else NOT_OFFERED]}
    assert (hides(refused), kept()) == (True, before)
    accepted = staff_client.post(path, {**form, name: [pk[OURS]]})
    assert accepted.status_code == 302
    assert len(kept()[model]) == len(before[model]) + (page == "add")


# With very many records of a kind, a form finds them by what is written.
FOUND = [case for case in FIELDS if case.values[0][3].related_model in finding._KINDS]


@pytest.mark.parametrize("case", FOUND)
def test_a_form_finds_only_ours(staff_client, own, theirs, case, monkeypatch):
    monkeypatch.setattr(finding, "MANY", 0)
    model, page, name, field = case
    path = address(model, page, *([own[model].pk] if page == "change" else []))
    form = typed(staff_client, page, own[model])
    if f"{name}-find" not in filled(staff_client.get(path)):
        return  # a part of the record itself: those are listed
    before, pk = kept(), theirs[field.related_model].pk
    refused = staff_client.post(path, {**form, name: [pk]})
    said = f"«{pk}» er ikke blant valgene. Velg et annet."
    assert errors(refused) == {name: [said if field.many_to_many else NOT_OFFERED]}
    missed = staff_client.post(path, {**form, name: [], f"{name}-find": THEIRS})
    assert errors(missed) == {name: [f"Fant ingen med «{THEIRS}». Skriv en annen del."]}
    assert kept() == before
    found = staff_client.post(path, {**form, name: [], f"{name}-find": OURS})
    assert found.status_code == 302


@pytest.mark.parametrize("page", ["add", "change"])
@EVERY_FORM
def test_a_record_cannot_be_given_to_another_company(staff_client, own, theirs, model, page):
    form = typed(staff_client, page, own[model])
    path = address(model, page, *([own[model].pk] if page == "change" else []))
    before = set(model._default_manager.filter(controller=theirs[Controller]))
    sent = {**form, "controller": theirs[Controller].pk}
    assert staff_client.post(path, sent).status_code == 302
    assert set(model._default_manager.filter(controller=theirs[Controller])) == before


@EVERY_FORM
def test_a_new_record_is_not_filled_in_with_theirs_by_a_link(staff_client, own, theirs, model):
    asked = {name: theirs[field.related_model].pk for name, field in relations(model)}
    page = staff_client.get(address(model, "add"), asked)
    assert hides(page)
    assert [name for name, chosen in filled(page).items() if name in asked and any(chosen)] == []


@EVERY_LIST
def test_suggestions_are_ours(staff_client, own, theirs, model):
    for name, field in relations(model):
        asked = {"app_label": "policies", "model_name": model._meta.model_name}
        answer = staff_client.get(
            reverse("admin:autocomplete"), {**asked, "field_name": name, "term": ""}
        )
        assert (answer.status_code, hides(answer)) in {(200, True), (403, True)}, field


@EVERY
def test_no_address_leads_from_an_id_to_a_public_page(staff_client, own, theirs, model):
    kind = ContentType.objects.get_for_model(model).pk
    answer = staff_client.get(f"/admin/r/{kind}/{theirs[model].pk}/")
    none = staff_client.get(f"/admin/r/{kind}/{UNKNOWN}/")
    assert (answer.status_code, none.status_code) == (404, 404)


@pytest.mark.parametrize("name", ["policy-preview", "policy-publish"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_preview_and_publishing_of_theirs_is_not_found(staff_client, own, theirs, name, method):
    path = reverse(f"admin:{name}", args=[theirs[Policy].pk])
    answer = getattr(staff_client, method)(path, {"change_note": ""})
    assert (answer.status_code, hides(answer)) == (404, True)
    assert theirs[Policy].versions.count() == 1
    assert staff_client.get(reverse(f"admin:{name}", args=[own[Policy].pk])).status_code == 200


def test_the_front_page_tells_nothing_of_theirs(staff_client, own, theirs):
    assert hides(staff_client.get(reverse("admin:index")))


def test_the_search_finds_every_kind_of_ours_and_none_of_theirs(staff_client, own, theirs):
    path = reverse("admin:search")
    found = staff_client.get(path, {"q": OURS})
    kinds = {kind.model for kind in found.context["results"].kinds}
    assert kinds == {*MODELS, RightStatement} - {PolicyVersion}
    assert hides(found)
    for model in kinds:
        for asked in (THEIRS, OURS):
            answer = staff_client.get(path, {"q": asked, "slag": model._meta.model_name})
            results = answer.context["results"]
            assert bool(results.groups) == (asked == OURS)
    searched = staff_client.get(path, {"q": THEIRS, "virksomhet": theirs[Controller].pk})
    assert searched.context["results"].kinds == ()


def test_a_row_of_another_company_is_not_taken_over(staff_client, own, theirs):
    before = kept()
    sent = {"disclosures-0-id": theirs[Disclosure].pk, "disclosures-0-why": "vårt"}
    answer = send(staff_client, address(Recipient, "change", own[Recipient].pk), **sent)
    rows = answer.context["inline_admin_formsets"][0].formset
    assert rows.errors == [{"id": [NOT_OFFERED]}]
    assert (hides(answer), kept()) == (True, before)


@pytest.fixture
def visitor(client, db):
    client.force_login(get_user_model().objects.create_user("ola@eksempel.no", "hemmelig"))
    return client


@pytest.mark.parametrize("who", ["client", "visitor"])
def test_only_staff_come_in(request, db, who):
    policy = make_policy(make_company())
    make_version(policy)
    browser = request.getfixturevalue(who)
    inside = [
        a.path.format(pk=policy.pk, member=1, invitation=1)
        for a in ADDRESSES
        if a.opens != "everyone"
    ]
    for path in ["/admin/", address(Policy, "add"), address(Policy, "change", policy.pk), *inside]:
        assert browser.get(path).url == f"/admin/login/?next={path}"
        assert browser.post(path).url == f"/admin/login/?next={path}"
    assert policy.versions.count() == 1


@pytest.mark.parametrize("name", ["policy-preview", "policy-publish"])
def test_a_policy_that_does_not_exist_is_not_found(staff_client, name):
    assert staff_client.get(reverse(f"admin:{name}", args=[404])).status_code == 404
