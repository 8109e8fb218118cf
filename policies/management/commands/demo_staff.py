"""Make staff for a demonstration: one who may everything, and one of each role."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from policies.document.terms import Role
from policies.models import Controller
from policies.workplace.members import join

EMAIL = "demo@personvernhub.example"
PASSWORD = "demo"  # noqa: S105 - works only with DEBUG, on the machine it runs on
COMPANY = "eksempelbutikken"
PEOPLE = {
    "Leser": (Role.READER,),
    "Redaktør": (Role.EDITOR,),
    "Saksbehandler": (Role.CASE_WORKER,),
    "Personvernansvarlig": (Role.APPROVER,),
    "Personvernombud": (Role.OMBUD,),
    "Administrator": (Role.ADMINISTRATOR,),
    "Daglig leder": (Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR),
}
CONSULTANT, CLIENTS = "Konsulent", (COMPANY, "flex", "ntc")


class Command(BaseCommand):
    """Make a person who may everything, and one of each role. Refused outside DEBUG."""

    help = "Makes demo staff. Works only with DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them unless they exist, and print how to sign in."""
        if not settings.DEBUG:
            message = "Demo staff are for DEBUG only. Make real ones with createsuperuser."
            raise CommandError(message)
        users: Any = get_user_model().objects
        if not users.filter(email=EMAIL).exists():
            users.create_superuser(EMAIL, PASSWORD, name="Demo")
        people = [_member(name, [COMPANY], roles) for name, roles in PEOPLE.items()]
        _member(CONSULTANT, CLIENTS, [Role.EDITOR])
        self.stdout.write(f"Sign in at /admin/ as {EMAIL} with the password {PASSWORD}")
        if all(people):
            self.stdout.write(f"or in one role, with the same password, as {', '.join(people)}")


def _member(name: str, companies: Collection[str], roles: Collection[Role]) -> str:
    """Make somebody with roles in those of the companies that there are; return who, if any."""
    found = Controller.objects.filter(key__in=companies)
    users: Any = get_user_model().objects
    email = f"{slugify(name.replace('ø', 'o'))}@personvernhub.example"
    if found and not users.filter(email=email).exists():
        user = users.create_user(email, PASSWORD, name=name)
        for company in found:
            for role in roles:
                join(user, company.key, role, by="Demo")
    return email if found else ""
