"""Staff sign in with their e-mail address, and others are invited to join them."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is the same in capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new user. Without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new user who may do everything in this installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField(
        _("e-postadresse"),
        unique=True,
        error_messages={"unique": _("En annen bruker har denne adressen.")},
    )
    name = models.CharField(_("navn"), max_length=150, blank=True)
    # Unused since roles (docs/decisions/0011): a migration of policies reads what it said.
    is_staff = models.BooleanField(_("kan redigere"), default=False)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    # The key of the company worked on last, so that the next session begins there.
    last_company = models.SlugField(_("sist valgte virksomhet"), max_length=80, blank=True)
    date_joined = models.DateTimeField(_("lagt til"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return what the top of every page greets."""
        return str(self)

    def clean(self) -> None:
        """Write the address in small letters, and say at its field when it is taken."""
        super().clean()
        self.email = self.email.lower()
        others = User.objects.exclude(pk=self.pk)
        if others.filter(email__iexact=self.email).exists():
            raise ValidationError({"email": _("En annen bruker har denne adressen.")})


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Picks invitations by their state."""

    def open(self, now: datetime | None = None) -> Self:
        """Those that can still be accepted."""
        at = now or timezone.now()
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def waiting(self, company_key: str) -> Self:
        """Those of a company that nobody has answered, also those that are too old."""
        found = self.filter(company_key=company_key, accepted_at=None, revoked_at=None)
        return found.select_related("invited_by")


class Invitation(models.Model):
    """An e-mail to somebody who is to have a role in a company.

    What the company and the role are, another application knows: here they are a key and a
    word, with the names that the mail shows. The link's token is kept as a hash.
    """

    email = models.EmailField(_("e-postadresse"))
    company_key = models.SlugField(_("virksomhet"), max_length=80)
    company_name = models.CharField(_("virksomhetens navn"), max_length=200)
    role = models.CharField(_("rolle"), max_length=40)
    role_name = models.CharField(_("rollens navn"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
        verbose_name=_("invitert av"),
    )
    sent_at = models.DateTimeField(_("sendt"), default=timezone.now)
    expires_at = models.DateTimeField(_("gjelder til"))
    accepted_at = models.DateTimeField(_("godtatt"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name=_("godtatt av"),
    )
    revoked_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)
    mail_failed = models.BooleanField(_("e-posten gikk ikke ut"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_not_both_accepted_and_revoked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.role_name}, {self.company_name}"

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be accepted."""
        over = self.accepted_at or self.revoked_at
        return not over and self.expires_at > timezone.now()
