"""Addresses of sign-in, in Norwegian. The names are the library's: it looks them up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path, re_path, reverse_lazy
from django.views.generic import RedirectView

from privacyhub.accounts import invitation_views, views

_DIRECTORY = {"provider_id": "katalog"}
_KEYS = RedirectView.as_view(url=reverse_lazy("mfa_index"))

urlpatterns = [
    path("", views.profile, name="account_profile"),
    path("logg-inn/", views.SignInView.as_view(), name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("stengt/", account.account_inactive, name="account_inactive"),
    path("ny/", views.closed, name="account_signup"),
    path("okter/", views.sessions, name="usersessions_list"),
    path("invitasjon/<str:token>/", invitation_views.invitation, name="account_invitation"),
    # The password again, a code or a key, before what matters most.
    path("bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("bekreft/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekreft/nokkel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("e-post/", account.email, name="account_email"),
    path("e-post/sendt/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-post/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("passord/", account.password_change, name="account_change_password"),
    path("passord/nytt/", account.password_set, name="account_set_password"),
    path("passord/glemt/", account.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "passord/glemt/ferdig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^passord/glemt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ReplacePasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("totrinn/", views.SecondFactorView.as_view(), name="mfa_index"),
    path("totrinn/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("totrinn/app/", views.AppView.as_view(), name="mfa_activate_totp"),
    path("totrinn/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "totrinn/reservekoder/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"
    ),
    path(
        "totrinn/reservekoder/nye/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "totrinn/reservekoder/fil/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("nokler/", _KEYS, name="mfa_list_webauthn"),
    path("nokler/ny/", views.KeyView.as_view(), name="mfa_add_webauthn"),
    path("nokler/logg-inn/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("nokler/<int:pk>/fjern/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("nokler/<int:pk>/navn/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("katalog/", views.directory, name="account_directory"),
    path("katalog/svar/", openid_connect.callback, _DIRECTORY, name="openid_connect_callback"),
    path("katalog/avbrutt/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("katalog/ny/", views.closed, name="socialaccount_signup"),
]
