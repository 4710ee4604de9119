"""What the frame of every page shows: programme, edition, navigation, languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from croisee.core.clock import now
from croisee.desk import frame
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition
from croisee.editions.trial_visit import visited
from croisee.people.models import Person


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that fragments and files pay nothing. A desk view sets `request.office_edition`.

    A public view that has read the current edition leaves it in `request.public_edition`.
    """
    edition = SimpleLazyObject(lambda: _edition(request))
    return {
        "frame_edition": edition,
        "programme_name": SimpleLazyObject(lambda: str(edition.programme) if edition else ""),
        "edition_name": SimpleLazyObject(lambda: edition.name if edition else ""),
        "programme_line": SimpleLazyObject(lambda: _line(edition)),
        "nav": SimpleLazyObject(lambda: _navigation(request)),
        "footer_nav": SimpleLazyObject(lambda: frame.footer_entries(request)),
        "languages": [
            (code, label, code == (get_language() or "fr")[:2])
            for code, label in settings.LANGUAGES
        ],
        "person": _person(request),
        "demo": settings.DEMO,
        "viewing_as": getattr(request, "viewing_as", None),
        "trial": SimpleLazyObject(lambda: _trial(edition)),
    }


def _person(request: HttpRequest) -> Person | None:
    """Who is signed in; a request refused before the sign-in was read has no `user` at all."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _edition(request: HttpRequest) -> Edition | None:
    for name in ("office_edition", "public_edition"):
        if edition := getattr(request, name, None):
            return edition
    return current_edition()


def _trial(edition: Any) -> Edition | None:
    """The trial edition this browser visits: told on every public page."""
    return edition if visited() and edition and edition.test_mode else None


def _line(edition: Any) -> str:
    """The programme and who organises it, in one line."""
    if not edition:
        return ""
    programme = edition.programme
    return f"{programme.name}, {programme.organiser}" if programme.organiser else programme.name


def _navigation(request: HttpRequest) -> list[frame.Entry]:
    office_edition = getattr(request, "office_edition", None)
    if office_edition is not None:
        return frame.office_entries(request, office_edition, now())
    return frame.public_entries(request, now())
