"""The coordinators' pages of a scene, read and posted to as text."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.ranked.scenes import Scene


def address(name: str, board: Scene, *more: Any) -> str:
    return reverse(f"ranked:{name}", args=[board.edition.pk, *more])


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def post(client: Client, url: str, **data: Any) -> str:
    """Where a form leads to: the page with its message."""
    response = client.post(url, data, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())
