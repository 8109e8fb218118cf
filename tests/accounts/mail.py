"""A real mail server on this machine, and what it got."""

import email
import re
import socket
from email import policy

from aiosmtpd.controller import Controller


class Inbox:
    """Keeps each message that the server takes."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def last(self):
        """Return the receiver, the subject and the text of the last message."""
        message = self.messages[-1]
        return message["To"], message["Subject"], message.get_content()

    def link(self):
        """Return the path that the last message leads to."""
        return re.search(r"https?://[^/\s]+(/\S+)", self.last()[2]).group(1)


def free_port():
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def serve(inbox):
    """Start a server, and return it."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller
