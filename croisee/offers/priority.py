"""The private link of a host: its staff read the catalogue and register first (IM-11).

GET shows a button and writes nothing (mail scanners follow links); POST keeps the link in the
session and counts the use. The session keeps it, so that what was begun with it can be finished.
"""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest

from croisee.core import tokens
from croisee.editions.models import PriorityLink

SESSION_KEY = "priority_link"


def link_of(token: str) -> PriorityLink | None:
    """The link a token belongs to, revoked or not."""
    known = PriorityLink.objects.select_related(
        "participation__edition__programme", "participation__organisation"
    )
    return known.filter(digest=tokens.digest(token)).first()


def enter(request: HttpRequest, link: PriorityLink) -> None:
    """Keep the link for this visitor. Counted once a session: a second click is the same visit."""
    if request.session.get(SESSION_KEY) == link.pk:
        return
    request.session[SESSION_KEY] = link.pk
    PriorityLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)


def active_link(request: HttpRequest) -> PriorityLink | None:
    """The link this visitor came in with, unless it was revoked since."""
    kept = request.session.get(SESSION_KEY)
    if not isinstance(kept, int):
        return None
    links = PriorityLink.objects.select_related("participation__organisation")
    return links.filter(pk=kept, revoked_at=None).first()
