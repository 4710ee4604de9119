"""How often one may try, per address and per machine. Refusals say when to try again (rule 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from croisee.core.tokens import keyed_digest
from croisee.people.models import RateWindow


@dataclass(frozen=True)
class Limit:
    purpose: str
    times: int
    every: timedelta


# A whole service may sit behind one address of the network; a person needs few links.
ASK_FOR_ADDRESS = Limit("ask-for-address", 5, timedelta(minutes=15))
ASK_FROM_MACHINE = Limit("ask-from-machine", 60, timedelta(minutes=15))
TYPE_FOR_ADDRESS = Limit("type-for-address", 20, timedelta(hours=1))
TYPE_FROM_MACHINE = Limit("type-from-machine", 100, timedelta(hours=1))


def spend(limit: Limit, whom: str, at: datetime) -> datetime | None:
    """Count one try; None when it is allowed, else the instant from which it will be.

    Never count-then-write: the row is changed by one conditional update.
    """
    key = keyed_digest(limit.purpose, whom)
    with transaction.atomic():
        window, made = RateWindow.objects.get_or_create(
            key=key, defaults={"ends_at": at + limit.every}
        )
        if made or _restarted(window, limit, at):
            return None
        below = RateWindow.objects.filter(key=key, count__lt=limit.times)
        return None if below.update(count=F("count") + 1) else window.ends_at


def forget_past(at: datetime) -> None:
    RateWindow.objects.filter(ends_at__lt=at - timedelta(days=1)).delete()


def _restarted(window: RateWindow, limit: Limit, at: datetime) -> bool:
    if window.ends_at > at:
        return False
    same = RateWindow.objects.filter(key=window.key, ends_at=window.ends_at)
    return bool(same.update(count=1, ends_at=at + limit.every))
