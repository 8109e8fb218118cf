"""The forms of sign-in, with our labels. What they check is the library's."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.account.fields import SetPasswordField
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from privacyhub.accounts.models import User

EMAIL, PASSWORD = _("E-postadresse"), _("Passord")
MISSHAPEN = (
    AttributeError,
    IndexError,
    InvalidSignature,
    KeyError,
    TypeError,
    ValueError,
    struct.error,
)
NEW, AGAIN = _("Nytt passord"), _("Nytt passord en gang til")


def worded(form: forms.BaseForm, **labels: Any) -> None:
    """Give fields their labels; an example in the field itself is gone once one types."""
    for name, label in labels.items():
        form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.setdefault("class", "ds-input")


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, login=EMAIL, password=PASSWORD)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before what matters most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, password=PASSWORD)
        self.fields["password"].help_text = ""


class NewEmailForm(account.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, email=_("Ny e-postadresse"))


class NewPasswordForm(account.ChangePasswordForm):
    """A new password, from somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, oldpassword=_("Passordet du har nå"), password1=NEW, password2=AGAIN)
        self.fields["oldpassword"].help_text = ""


class FirstPasswordForm(account.SetPasswordForm):
    """A password for an account that had none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, password1=NEW, password2=AGAIN)


class ForgottenPasswordForm(account.ResetPasswordForm):
    """The address to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, email=EMAIL)

    def clean_email(self) -> str:
        """Find the account by the address it signs in with, and by no older one."""
        email: str = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


class ReplacePasswordForm(account.ResetPasswordKeyForm):
    """A new password, from somebody who got the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, password1=NEW, password2=AGAIN)


class _Code:
    """A code from the app is figures: the phone shows those keys."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, code=_("Kode"))  # type: ignore[arg-type]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class CodeForm(_Code, mfa.AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(_Code, mfa.ReauthenticateForm):
    """A code once more, before what matters most."""


class AppForm(_Code, ActivateTOTPForm):
    """The first code of a new app."""


class _Answer:
    """What a browser sends for a key is parsed by a library that trusts its shape: we don't."""

    def clean(self) -> Any:
        """Take what isn't a key's answer for a key that didn't answer."""
        try:
            return super().clean()  # type: ignore[misc]
        except MISSHAPEN as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def clean_credential(self) -> Any:
        """Do the same where the field itself is parsed."""
        parse = getattr(super(), "clean_credential", None)
        if parse is None:
            return self.cleaned_data["credential"]  # type: ignore[attr-defined]
        try:
            return parse()
        except MISSHAPEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class KeySignInForm(_Answer, LoginWebAuthnForm):
    """Signing in with a key alone."""


class KeyStepForm(_Answer, AuthenticateWebAuthnForm):
    """A key as the second step."""


class ConfirmKeyForm(_Answer, ReauthenticateWebAuthnForm):
    """A key once more, before what matters most."""


class KeyForm(_Answer, AddWebAuthnForm):
    """A new key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name=_("Navn på nøkkelen"), passwordless=_("Logg inn uten passord"))
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Da holder det med nøkkelen. Den spør om fingeravtrykk, ansikt eller PIN-kode."
        )


class KeyNameForm(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name=_("Navn på nøkkelen"))


class ProfileForm(forms.ModelForm):
    """The name that others see."""

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Navn")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class InvitedForm(forms.Form):
    """Name and password of somebody who is new."""

    name = forms.CharField(label=_("Navn"), max_length=150)
    password1 = SetPasswordField(label=PASSWORD)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        password: Any = self.fields["password1"]
        password.user = User(email=email, name=self.data.get("name", ""))
