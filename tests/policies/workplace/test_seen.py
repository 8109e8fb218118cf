"""Who changed a record while another wrote, by name when it is known."""

from django.utils import timezone

from policies.models import System
from policies.models.history import newest
from policies.workplace.seen import changed_meanwhile
from tests.policies.admin.sending import send
from tests.policies.models.factories import make, make_company


def test_the_one_who_changed_it_meanwhile_is_named(staff_client):
    system = make(System, make_company(), name="Kasse")
    assert changed_meanwhile(system) == "Noen endret dette mens du skrev."
    send(staff_client, f"/admin/policies/system/{system.pk}/change/", name="Ny")
    at = timezone.localtime(newest(system).history_date).strftime("%H.%M")
    assert changed_meanwhile(system) == f"Kari endret dette kl. {at}, mens du skrev."


def test_what_has_no_history_was_changed_by_somebody(db):
    system = make(System, make_company(), name="Kasse")
    newest(system).delete()
    assert changed_meanwhile(system) == "Noen endret dette mens du skrev."
