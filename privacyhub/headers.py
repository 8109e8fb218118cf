"""What every answer tells the browser to allow: nothing but what the pages use."""

from collections.abc import Callable

from csp.constants import HEADER as CSP
from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Features that no page uses. Passkeys are the exception: they are for our own pages.
_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "xr-spatial-tracking",
)
_OURS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in _UNUSED), *(f"{n}=(self)" for n in _OURS)]
)

# The pages where people sign out: what the tab kept for them goes with the session.
_SIGN_OUT = frozenset({"admin:logout", "account_logout"})


def every_answer() -> dict[str, str]:
    """Return the headers that no answer is without, whatever it is and whoever asks."""
    return {
        CSP: build_policy(),
        "Cross-Origin-Opener-Policy": str(settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Referrer-Policy": str(settings.SECURE_REFERRER_POLICY),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


class EveryAnswer:
    """Outermost, so that files, redirects and refusals carry what pages carry.

    SecurityMiddleware and django-csp set most of it on what passes them; this fills in the
    rest. An answer that doesn't say how it may be kept isn't kept at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = {**every_answer(), "Cache-Control": "no-store"}
        if settings.DEBUG:  # Django's own page about a fault has inline styles
            del self.headers[CSP]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Fill in what the answer doesn't say."""
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        match = request.resolver_match
        if match and request.method == "POST" and match.view_name in _SIGN_OUT:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
