"""Staff sign in with their e-mail address."""

from typing import Any, ClassVar

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

    def clean(self) -> None:
        """Write the address in small letters, and say at its field when it is taken."""
        super().clean()
        self.email = self.email.lower()
        others = User.objects.exclude(pk=self.pk)
        if others.filter(email__iexact=self.email).exists():
            raise ValidationError({"email": _("En annen bruker har denne adressen.")})
