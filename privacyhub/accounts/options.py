"""How the sign-in library is set up (docs/decisions/0010), the same in every installation."""

ACCOUNT_ADAPTER = "privacyhub.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Nobody signs up: an administrator or an invitation has vouched for the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
_FORMS = "privacyhub.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reauthenticate": f"{_FORMS}.ConfirmPasswordForm",
    "add_email": f"{_FORMS}.NewEmailForm",
    "change_password": f"{_FORMS}.NewPasswordForm",
    "set_password": f"{_FORMS}.FirstPasswordForm",
    "reset_password": f"{_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ReplacePasswordForm",
}
MFA_ADAPTER = "privacyhub.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.ConfirmCodeForm",
    "activate_totp": f"{_FORMS}.AppForm",
    "login_webauthn": f"{_FORMS}.KeySignInForm",
    "authenticate_webauthn": f"{_FORMS}.KeyStepForm",
    "reauthenticate_webauthn": f"{_FORMS}.ConfirmKeyForm",
    "add_webauthn": f"{_FORMS}.KeyForm",
    "edit_webauthn": f"{_FORMS}.KeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Personvernhub"
# The rule is against those who sign up with another's address; here nobody signs up.
MFA_ALLOW_UNVERIFIED_EMAIL = True
