"""Logged-in editors of both groups."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client


def _logged_in(name: str, group: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(db: None) -> Any:
    """A client logged in as a member of Editors; ``.user`` is who."""
    return _logged_in("edda", "Editors")


@pytest.fixture
def reviewer(db: None) -> Any:
    """A client logged in as a member of Reviewers; ``.user`` is who."""
    return _logged_in("rita", "Reviewers")


@pytest.fixture
def chief(db: None) -> Any:
    """A client logged in as a member of Chief editors; ``.user`` is who."""
    return _logged_in("clara", "Chief editors")


@pytest.fixture
def boss(db: None) -> Any:
    """A client logged in as one who may do everything; ``.user`` is who."""
    user = User.objects.create_superuser("boss")
    client = Client()
    client.force_login(user)
    client.user = user
    return client
