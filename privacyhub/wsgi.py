"""Where a web server starts the application."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacyhub.settings")
django.setup(set_prefix=False)

from privacyhub.checks import refuse_unsafe_start  # noqa: E402 - needs the settings
from privacyhub.request import Utf8Handler  # noqa: E402 - needs the settings

refuse_unsafe_start()
application = Utf8Handler()
