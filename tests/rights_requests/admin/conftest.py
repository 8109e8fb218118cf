"""A case worker at the admin, and those beside them."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from rights_requests import paper


@pytest.fixture
def plain_pdf(monkeypatch):
    """Leave out the time that a PDF takes."""
    monkeypatch.setattr(paper, "render", lambda *_: b"%PDF-1.7")


def client_of(actor):
    """Return a client that a member of staff is signed in to."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.number))
    return client


@pytest.fixture
def desk(kari):
    """Return the client of the case worker who drafts."""
    return client_of(kari)
