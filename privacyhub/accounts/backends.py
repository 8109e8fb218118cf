"""Until roles exist, whoever may edit may edit the register of every company."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

REGISTER = "policies"


class StaffBackend(ModelBackend):
    """Gives staff the register's permissions; users stay with the superuser."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Allow active staff whatever the register asks."""
        if user_obj.is_active and user_obj.is_staff and perm.startswith(f"{REGISTER}."):
            return True
        return super().has_perm(user_obj, perm, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Show the register to active staff."""
        if user_obj.is_active and user_obj.is_staff and app_label == REGISTER:
            return True
        return super().has_module_perms(user_obj, app_label)
