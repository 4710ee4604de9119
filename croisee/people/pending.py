"""What a browser on its way in remembers, in a signed cookie: nothing is stored for a visitor, so
a mail scanner that follows a link writes nothing (reliability rule 7)."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

COOKIE = "sign_in"
SALT = "people.pending"
LASTS_SECONDS = 3600
REMEMBERED = 5


@dataclass(frozen=True)
class Pending:
    """`requests` asked from this browser, the address typed, the token of a followed link; whether
    the address was given to register (then a mail leaves, whoever one is).

    The `nonce` tells this browser from another that holds the same link.
    """

    requests: tuple[int, ...] = ()
    email: str = ""
    token: str = ""
    nonce: str = ""
    registering: bool = False

    def asked(self, request_id: int, email: str, *, registering: bool = False) -> Pending:
        """After one more mail; codes of the mails before stay good in this browser."""
        same = self.requests if email == self.email else ()
        requests = (*same, request_id)[-REMEMBERED:]
        return replace(self, requests=requests, email=email, registering=registering)


def read(request: HttpRequest) -> Pending:
    raw = request.COOKIES.get(COOKIE, "")
    try:
        kept: dict[str, Any] = signing.loads(raw, salt=SALT, max_age=LASTS_SECONDS)
        return Pending(**{**kept, "requests": tuple(kept["requests"])})
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Pending(nonce=secrets.token_urlsafe(16))


def keep(response: HttpResponseBase, pending: Pending) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(asdict(pending), salt=SALT),
        max_age=LASTS_SECONDS,
        path=reverse("sign_in"),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=reverse("sign_in"), samesite="Lax")
