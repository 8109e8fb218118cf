"""Settings, in Django's own order. Each variable of the environment is read once, here.

.env.example names them all; a test compares the two.
"""

from pathlib import Path

import environ
from babel import Locale
from django.core.exceptions import ImproperlyConfigured
from django_countries.data import COUNTRIES

from privacyhub.accounts.options import *  # noqa: F403 - read by the sign-in library
from privacyhub.headers import CONTENT_SECURITY_POLICY  # noqa: F401 - read by django-csp

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# Core
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="").strip()  # a file ends with a line end
if not SECRET_KEY:
    message = (
        "SECRET_KEY is not set. Make one with: python -c "
        "'import secrets; print(secrets.token_urlsafe(50))' and put it in the environment "
        "or in .env. script/run does it for you on your own machine."
    )
    raise ImproperlyConfigured(message)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
# Where mails lead to when nobody has asked for a page: scheme and host.
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or (
    "http://127.0.0.1:8000" if DEBUG else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}"
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "privacyhub.urls"
WSGI_APPLICATION = "privacyhub.wsgi.application"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes

# Applications
INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "privacyhub.accounts",
    "privacyhub.audit",
    "policies",
    "rights_requests",
    "privacyhub.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_countries",
    "simple_history",
]
MIDDLEWARE = [
    "privacyhub.headers.EveryAnswer",
    "django.middleware.security.SecurityMiddleware",
    # Answers published pages before anything else is asked (policies/publishing/page.py).
    "policies.publishing.page.PublishedPages",
    "privacyhub.middleware.NoNulls",
    "privacyhub.middleware.Utf8Forms",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Deep calls don't ask the system for memory each time (privacyhub/room.py).
    "privacyhub.room.Room",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "privacyhub.accounts.sessions.SessionLimits",
    # Tells the history who made a change (policies/models/history.py).
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "privacyhub.accounts.second_factor.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Database: SQLite in this folder unless DATABASE_URL names another.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the lock at the start, so that two writers wait instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        # What is deleted is overwritten with zeros (docs/drift/sletting.md).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)  # seconds

# Cache: failed sign-ins are counted here, so all processes must share it. In the database it
# is down only when nobody can sign in anyway; a migration makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What a process works out again when it starts (policies/workplace/standing.py).
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "privacyhub.accounts.passwords.NorwegianPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_profile"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
# Called with (user, company_key, role, by) when somebody accepts an invitation.
INVITATION_ACCEPTED = "policies.workplace.members.join"

# Sign-in: what stays the same in every installation is in privacyhub/accounts/options.py.
LOGIN_ATTEMPTS = env.int("LOGIN_ATTEMPTS", default=5)
LOGIN_LOCK_SECONDS = env.int("LOGIN_LOCK_SECONDS", default=15 * 60)
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"20/m/ip,{LOGIN_ATTEMPTS}/{LOGIN_LOCK_SECONDS}s/key",
    "reset_password": "20/h/ip,3/h/key",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEBUG)

# A company's own directory (docs/drift/innlogging.md)
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
OIDC_SECOND_FACTOR_TRUSTED = env.bool("OIDC_SECOND_FACTOR_TRUSTED", default=False)
_DIRECTORY = {
    "provider_id": "katalog",
    "name": env.str("OIDC_NAME", default="jobbkontoen"),
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_SERVER_URL},
}
SOCIALACCOUNT_ADAPTER = "privacyhub.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [_DIRECTORY] if OIDC_SERVER_URL else [],
    }
}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds

# Sessions end when the browser is closed, after an hour without use, and after a working day.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=60 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=12 * 60 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Mail
globals().update(
    env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"),
)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Personvernhub <personvernhub@localhost>"
)

# How often visitors may send requests, ask for codes, try codes, confirm and write: by network
# address, by what it is about, and all together (docs/decisions/0016).
RIGHTS_RATE_LIMITS = {
    "send:address": "10/h/key",
    "send:email": "10/d/key",
    "send:overall": "600/h/key",
    "code:address": "10/h/key",
    "code:reference": "5/h/key",
    "code:overall": "600/h/key",
    "open:address": "30/h/key",
    "open:reference": "10/h/key",
    "open:overall": "3000/h/key",
    "confirm:address": "60/h/key",
    "confirm:overall": "3000/h/key",
    "write:address": "60/h/key",
    "write:case": "20/h/key",
    "write:overall": "3000/h/key",
}

# How many mails of rights requests a process sends beside its requests; 0 sends them within.
MAIL_THREADS = env.int("MAIL_THREADS", default=2)

# Templates and forms
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Language and time
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk bokmål")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["privacyhub.formats"]
TIME_ZONE = "Europe/Oslo"
# Countries are called the same where one is chosen as where one is read about.
COUNTRIES_OVERRIDE = {code: Locale("nb").territories[code] for code in COUNTRIES}
COUNTRIES_FIRST = ["NO"]
USE_TZ = True

# Static files: ours, and the design system and fonts that npm fetched.
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", _MODULES / "@digdir" / "designsystemet-css" / "dist"),
    ("inter", _MODULES / "@fontsource-variable" / "inter" / "files"),
]
PDF_FONTS_DIR = _MODULES / "@fontsource" / "inter" / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Security (https everywhere outside DEBUG)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The proxy's own entry in X-Forwarded-For: rate limits are for each visitor, not for it.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Lax: a link in an e-mail, or the way back from a company's own sign-in, finds the session.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:  # the browser then holds them to https, this host and every path
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# In the session: a cookie for messages couldn't be named so.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Published pages
PUBLISHED_CACHE_BYTES = env.int("PUBLISHED_CACHE_BYTES", default=16 * 1024 * 1024)
PUBLISHED_CHECK_SECONDS = env.float("PUBLISHED_CHECK_SECONDS", default=1.0)

# The log of who did what: how long it is kept (docs/decisions/0012).
AUDIT_DAYS = env.int("AUDIT_DAYS", default=730)
AUDIT_SIGN_IN_DAYS = env.int("AUDIT_SIGN_IN_DAYS", default=180)
# Other rooms' part of erasing a company: modules with `erase(company)` and `counts(company)`.
ERASED_WITH_COMPANY = ["rights_requests.erasing"]
# What `run_due` does, in this order: functions of the moment that return how much they did.
DUE = [
    "privacyhub.audit.retention.purge",
    "privacyhub.audit.retention.clear_sessions",
    "policies.erasing.requests.drop_expired",
    "policies.erasing.requests.drop_late_events",
    "rights_requests.due.recount",
    "rights_requests.due.remind",
    "rights_requests.due.send_mail",
    "policies.workplace.days.keep_all",
    "policies.workplace.jobs.make_waiting",
    "policies.workplace.jobs.forget",
]
# Files that take long are made in a process of their own (docs/decisions/0018).
EXPORTS_APART = True

# Logging: to standard error, where whatever runs the process collects it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # WeasyPrint and fontTools tell of every glyph; what matters is tested.
    "loggers": {
        "pikepdf": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
