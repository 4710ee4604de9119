"""Coming in: by a mailed link, by the code of the same mail, by a code said on the phone.

What is asked for is stored as digests, lasts minutes and is used once, by one conditional update.
`next_path` is checked by the views, when it comes in and again when it is followed.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest

from croisee.core import journal
from croisee.core.tokens import digest, keyed_digest, new_code, new_token
from croisee.mail import outbox
from croisee.people.emails import sign_in_message
from croisee.people.limits import forget_past
from croisee.people.models import Person, SignInRequest

LASTS = timedelta(minutes=10)
CONSOLE_LASTS = timedelta(hours=1)
ATTEMPTS = 5
# A double click, or a page sent twice, is the same act (it happens 0.24 s apart).
SAME_ACT = timedelta(seconds=60)
KEPT = timedelta(days=30)
BACKEND = "django.contrib.auth.backends.ModelBackend"
DEMO_SESSION = "demo_sign_in"

Channel = SignInRequest.Channel


class LinkState(Enum):
    GOOD = "good"
    EXPIRED = "expired"
    USED = "used"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CodeAnswer:
    """`person` came in; or the code is wrong, with `left` attempts."""

    person: Person | None = None
    next_path: str = ""
    left: int = 0


class OutsideDemoError(RuntimeError):
    """Somebody tried the demo's doors on a real installation."""


def ask(email: str, *, language: str, at: datetime, next_path: str = "") -> SignInRequest:
    """Send a link and a code to the stored address of this person, if there is one.

    The same is done for an unknown address, but for the mail itself.
    """
    person = Person.objects.by_email(email)
    if person is not None and not person.is_active:
        person = None
    return ask_for(person, language=language, at=at, next_path=next_path)


def ask_for(
    person: Person | None, *, language: str, at: datetime, next_path: str = ""
) -> SignInRequest:
    token, code = new_token(), new_code()
    request = _request(person, token, code, Channel.MAIL, at, next_path=next_path)
    message = sign_in_message(
        f"sign_in:{request.link_digest}", person, token=token, code=code, language=language, at=at
    )
    with transaction.atomic():
        SignInRequest.objects.filter(created_at__lt=at - KEPT).delete()
        forget_past(at)
        request.save()
        outbox.store([message] if person else [])
    return request


def give_code(person: Person, *, by: Person, at: datetime) -> str:
    """A code to say on the phone. The person gives their address on the sign-in page, then types
    it there. A new one replaces the one before."""
    code = new_code()
    request = _request(person, new_token(), code, Channel.PHONE, at)
    with transaction.atomic():
        person.sign_in_requests.filter(channel=Channel.PHONE, used_at=None).update(expires_at=at)
        request.save()
        journal.record("person.code_given", person, by=by, at=at)
    return code


def console_link(person: Person, *, at: datetime) -> str:
    """The token of a link good for an hour, for whoever holds the machine."""
    token = new_token()
    _request(person, token, new_code(), Channel.CONSOLE, at, lasts=CONSOLE_LASTS).save()
    return token


def find_link(token: str) -> SignInRequest | None:
    if not token.isascii():
        return None
    found = SignInRequest.objects.filter(link_digest=digest(token)).select_related("person")
    return found.exclude(person=None).filter(person__is_active=True).first()


def link_state(request: SignInRequest | None, nonce: str, at: datetime) -> LinkState:
    if request is None:
        return LinkState.UNKNOWN
    if request.used_at and not _same_act(request, nonce, at):
        return LinkState.USED
    return LinkState.GOOD if request.used_at or request.expires_at > at else LinkState.EXPIRED


def use(request: SignInRequest, nonce: str, *, at: datetime) -> bool:
    """Use a request once. True again for the same browser within a minute."""
    live = SignInRequest.objects.filter(pk=request.pk, used_at=None, expires_at__gt=at)
    if live.update(used_at=at, used_by=digest(nonce)):
        return True
    request.refresh_from_db()
    return _same_act(request, nonce, at)


def try_code(requests: Sequence[int], code: str, nonce: str, *, at: datetime) -> CodeAnswer:
    """Compare a typed code with the requests of this browser and the person's phone codes."""
    mine = list(SignInRequest.objects.filter(pk__in=requests).select_related("person"))
    person_ids = {request.person_id for request in mine if request.person_id}
    spoken = SignInRequest.objects.filter(person_id__in=person_ids, channel=Channel.PHONE)
    left = 0
    for request in [*mine, *spoken.filter(_live(at) | Q(used_at__gt=at - SAME_ACT))]:
        if _attempt(request, code, nonce, at):
            paths = [mine_.next_path for mine_ in mine if mine_.next_path]
            return CodeAnswer(request.person, request.next_path or "".join(paths[-1:]))
        left = max(left, _left(request, at) if request in mine else 0)
    return CodeAnswer(left=left)


def code_can_be_typed(requests: Sequence[int], at: datetime) -> bool:
    return SignInRequest.objects.filter(_live(at), pk__in=requests, attempts__lt=ATTEMPTS).exists()


def sign_in_directly(request: HttpRequest, person: Person) -> None:
    """The demo's doors: no mail, no second factor. Raises OutsideDemoError anywhere else."""
    if not settings.DEMO:
        raise OutsideDemoError("sign_in_directly belongs to the demo")
    login(request, person, backend=BACKEND)
    request.session[DEMO_SESSION] = True


def _request(
    person: Person | None,
    token: str,
    code: str,
    channel: Channel,
    at: datetime,
    *,
    lasts: timedelta = LASTS,
    next_path: str = "",
) -> SignInRequest:
    return SignInRequest(
        person=person,
        channel=channel,
        link_digest=digest(token),
        code_digest=_code_digest(digest(token), code),
        next_path=next_path,
        created_at=at,
        expires_at=at + lasts,
    )


def _code_digest(link_digest: str, code: str) -> str:
    """Salted by the digest of the link, so that equal codes do not look equal."""
    return keyed_digest("sign-in-code", f"{link_digest}|{code}")


def _live(at: datetime) -> Q:
    return Q(used_at=None, expires_at__gt=at)


def _attempt(request: SignInRequest, code: str, nonce: str, at: datetime) -> bool:
    """One try on one request; it is counted before it is compared."""
    if request.used_at is None and not _counted(request, at):
        return False
    right = hmac.compare_digest(_code_digest(request.link_digest, code), request.code_digest)
    person = request.person
    return right and person is not None and person.is_active and use(request, nonce, at=at)


def _counted(request: SignInRequest, at: datetime) -> bool:
    open_ = SignInRequest.objects.filter(_live(at), pk=request.pk, attempts__lt=ATTEMPTS)
    counted = open_.update(attempts=F("attempts") + 1)
    request.attempts += counted
    return bool(counted)


def _left(request: SignInRequest, at: datetime) -> int:
    if request.used_at or request.expires_at <= at:
        return 0
    return max(0, ATTEMPTS - request.attempts)


def _same_act(request: SignInRequest, nonce: str, at: datetime) -> bool:
    return bool(
        request.used_at
        and request.used_at > at - SAME_ACT
        and nonce
        and hmac.compare_digest(request.used_by, digest(nonce))
    )
