"""Give a person a role in a company."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from policies.document.terms import Role
from policies.models import Controller
from policies.workplace.members import MembershipError, join


class Command(BaseCommand):
    """Give somebody who has an account a role in a company; again, it changes nothing."""

    help = "Gives a person a role in a company: member kari@eksempel.no flex editor"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's e-mail address, the company's key, and the roles."""
        parser.add_argument("email")
        parser.add_argument("company")
        parser.add_argument("roles", nargs="+", choices=Role.values, metavar="role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Join the person to the company."""
        users: Any = get_user_model()._default_manager
        user = users.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"No user has the address {options['email']}.")
        try:
            for role in options["roles"]:
                join(user, options["company"], role, by="manage.py member")
        except Controller.DoesNotExist as error:
            raise CommandError(f"No company is called {options['company']}.") from error
        except MembershipError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.email} is {', '.join(options['roles'])} in {options['company']}")
