"""A real OpenID Connect provider, in a process of its own: its warnings are its own too."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import requests

from tests.accounts.mail import free_port


class Provider:
    """Knows people by their subject, and what it claims of them."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"

    def knows(self, subject, **claims):
        """Make it claim this of a person."""
        answer = requests.put(f"{self.url}/users/{subject}", json=claims, timeout=30)
        answer.raise_for_status()

    def settings(self):
        """Return what the application's settings hold of it."""
        app = {
            "provider_id": "katalog",
            "name": "Flex-kontoen",
            "client_id": "personvernhub",
            "secret": "hemmelig",
            "settings": {"server_url": self.url},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def answers(port):
    """Does somebody listen?"""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def running():
    """Run a provider as long as it is needed."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:  # noqa: S603 - ours
        deadline = time.monotonic() + 120
        while not answers(port):
            assert process.poll() is None, "The provider stopped."
            assert time.monotonic() < deadline, "The provider doesn't answer."
            time.sleep(0.1)
        yield Provider(port)
        process.terminate()
