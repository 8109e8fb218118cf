"""Signing in."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm


class SignIn(AdminAuthenticationForm):
    def confirm_login_allowed(self, user: Any) -> None:
        """Ask who it is, not what they may: that depends on the company."""
        super(AdminAuthenticationForm, self).confirm_login_allowed(user)
