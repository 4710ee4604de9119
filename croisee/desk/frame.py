"""The navigation of a page: which entries, which is current, what waits behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from croisee.desk.pending import Waiting
from croisee.editions import rules
from croisee.editions.models import Edition
from croisee.editions.reach import Reach
from croisee.editions.schemes import scheme_of
from croisee.people.models import Person


@dataclass(frozen=True)
class Entry:
    """One link of a navigation. `count` is what waits there; `late` colours it."""

    label: str | Promise
    url: str
    current: bool = False
    count: int = 0
    late: bool = False


def public_entries(request: HttpRequest, at: datetime) -> list[Entry]:
    """The entries of the public header, ending with the person's own door."""
    pages = [
        (_("Catalogue"), "offers:catalogue"),
        (_("Calendrier"), "desk:calendar"),
        (_("Règles d’or"), "desk:golden_rules"),
        (_("Référent·es"), "desk:coordinators"),
        (_("Questions"), "desk:faq"),
    ]
    if not request.user.is_authenticated:
        pages.append((_("Se connecter"), "sign_in"))
    else:
        pages.append((_("Mon espace"), "my_space"))
        if isinstance(request.user, Person) and rules.is_staff(request.user, at):
            pages.append((_("Bureau"), "desk:start"))
    return [_entry(request, label, reverse(name)) for label, name in pages]


def footer_entries(request: HttpRequest) -> list[Entry]:
    """The quiet links at the foot of every public page."""
    pages = [
        (_("Le programme"), "desk:programme"),
        (_("Qui peut participer ?"), "desk:eligibility"),
        (_("Conditions de participation"), "desk:conditions"),
        (_("Tous les programmes"), "desk:programmes"),
        (_("Accessibilité"), "desk:accessibility"),
        (_("Vie privée"), "desk:privacy"),
    ]
    return [_entry(request, label, reverse(name)) for label, name in pages]


def office_entries(request: HttpRequest, edition: Edition, at: datetime) -> list[Entry]:
    """The entries of the desk; what the scheme adds stands in the middle.

    Whoever reads figures only is shown nothing else; the edition's page is the administrators'.
    """
    figures = (_("Chiffres"), "desk:figures", 0, False)
    reach = Reach(cast(Person, request.user), edition.programme, at)
    if not reach.works:
        return [_desk_entry(request, edition, *figures)]
    waiting = Waiting(edition, reach, at)
    pages: list[tuple[str | Promise, str, int, bool]] = [
        (_("À faire"), "desk:todo", waiting.tasks, waiting.late),
        (_("Hôtes"), "desk:hosts", 0, False),
        (_("Offres"), "offers:office_list", waiting.offers, False),
        *((label, name, 0, False) for name, label in scheme_of(edition.scheme).office_urls),
        (_("Stages"), "desk:placements", 0, False),
        (_("Personnes"), "desk:people", 0, False),
        (_("Messages"), "desk:messages", waiting.messages, False),
        figures,
        (_("Édition"), "editions:edition", 0, False),
    ]
    return [_desk_entry(request, edition, *page) for page in pages]


def _desk_entry(
    request: HttpRequest, edition: Edition, label: str | Promise, name: str, count: int, late: bool
) -> Entry:
    """Current on its own page and on those below it."""
    url = reverse(name, args=[edition.pk])
    below = name != "desk:todo" and request.path.startswith(url)
    return Entry(label, url, request.path == url or below, count, late)


def _entry(request: HttpRequest, label: str | Promise, url: str, count: int = 0) -> Entry:
    return Entry(label=label, url=url, current=request.path == url, count=count)
