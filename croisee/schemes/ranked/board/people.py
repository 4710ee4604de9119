"""The list of people of a draft: without a place first, searched and filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from croisee.core.templatetags.look import ordinal
from croisee.core.text import fold
from croisee.schemes.ranked.board import since
from croisee.schemes.ranked.board.draft import Draft
from croisee.schemes.ranked.models import Application, Decision, Round

WITHOUT, PINNED, ALL = "sans-place", "fixees", "tous"
RANK = "choix-"


def groups(max_choices: int) -> dict[str, str]:
    """What the list may show, as the address says it and in words."""
    ranks = {
        f"{RANK}{rank}": _("%(rank)s choix obtenu") % {"rank": ordinal(rank, "text")}
        for rank in range(1, max_choices + 1)
    }
    return {WITHOUT: _("Sans place"), **ranks, PINNED: _("Fixées à la main"), ALL: _("Tous")}


@dataclass(frozen=True)
class PersonRow:
    pk: int
    pseudonym: str
    name: str
    what: str  # profession, place
    choices: list[str]
    place: str
    rank: int | None
    priority: bool
    to_come: str  # where a decision fixes this person from the next computation on
    since: str  # what became of the place after publication


@dataclass(frozen=True)
class PeopleFilter:
    """What the address says: `qui`, `q`, `province`."""

    who: str = WITHOUT
    query: str = ""
    province: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> PeopleFilter:
        return cls(
            who=address.get("qui", WITHOUT),
            query=address.get("q", "").strip()[:100],
            province=address.get("province", "")[:20],
        )


def people_rows(draft: Draft, wanted: PeopleFilter) -> list[PersonRow]:
    """The people asked for, by name."""
    names = [name for name in draft.assignment if _belongs(draft, name, wanted.who)]
    ids = [draft.application_ids[name] for name in names if name in draft.application_ids]
    found = Application.objects.filter(pk__in=ids).select_related(
        "person", "profession", "province", since.WITH_PLACE
    )
    if wanted.province:
        found = found.filter(province__code=wanted.province)
    rows = [_row(draft, application) for application in found]
    words = fold(wanted.query)
    return [row for row in rows if words in fold(f"{row.name} {row.what} {' '.join(row.choices)}")]


def _belongs(draft: Draft, pseudonym: str, who: str) -> bool:
    if who == PINNED:
        pk = draft.application_ids.get(pseudonym)
        pins = (d for d in draft.decisions if d.kind == Decision.Kind.PIN)
        return any(pin.application_id == pk for pin in pins)
    if who.startswith(RANK):
        return f"{RANK}{draft.rank(pseudonym)}" == who
    return who == ALL or draft.assignment[pseudonym] is None


def _row(draft: Draft, application: Application) -> PersonRow:
    pseudonym = draft.pseudonyms[application.pk]
    row = draft.applicants[pseudonym]
    number = draft.assignment[pseudonym]
    to_come = draft.pins_to_come.get(application.pk)
    published = draft.round.state == Round.State.PUBLISHED
    return PersonRow(
        pk=application.pk,
        pseudonym=pseudonym,
        name=application.person.full_name,
        what=described(application),
        choices=[draft.host(choice) for choice in row["choices"] if choice in draft.capacity],
        place=draft.host(number) if number else "",
        rank=draft.rank(pseudonym),
        priority=row["class"] == Application.PriorityClass.HOST_STAFF,
        to_come=to_come.offer.service.full_name if to_come else "",
        since=since.in_words(application, number) if published else "",
    )


def described(application: Application) -> str:
    """« Psychologue, Namur »: what tells people of the same name apart."""
    profession = application.profession_text or (
        application.profession.name if application.profession else ""
    )
    province = application.province.name if application.province else ""
    return ", ".join(filter(None, [profession, province]))
