"""One message to a host for several of its trainees: a block each, with its own button (mails.md 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.written_lists import apart, joined
from croisee.editions.emails import absolute
from croisee.placements.described import dates_of, trainees
from croisee.placements.models import Placement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So many are named in a subject; the others are counted there, and all named below it.
NAMED: Final = 3


def told_of_trainees(placement: Placement, act: StrOrPromise, link: str) -> list[dict[str, Any]]:
    """`[{placeholder: value}]`, one a trainee, for the block {trainees}."""
    offer = placement.slot.offer if placement.slot else None
    return [
        {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "phone": person.phone,
            "offer": offer.title if offer else "",
            "dates": dates_of(placement),
            "answer": str(act),
            "answer_link": link,
        }
        for person in trainees(placement)
    ]


def merged(told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The values of one message, of those of several: what they do not share stands in the blocks
    only, and a link that is one trainee's leads to the page that lists all."""
    first, *others = told
    shared = {name: value for name, value in first.items() if _everywhere(name, value, others)}
    people = [block for values in told for block in values["trainees"]]
    names = [f"{block['first_name']} {block['last_name']}".strip() for block in people]
    page = absolute(reverse("my_space"))
    values = {"link": page, "answer_link": page, "when": _("ces prochains jours")}
    values["dates"] = apart(dict.fromkeys(values.get("dates", "") for values in told))
    return values | shared | {"trainee": named(names), "trainees": people}


def _everywhere(name: str, value: Any, others: Sequence[dict[str, Any]]) -> bool:
    return all(name in values and values[name] == value for values in others)


def named(names: Sequence[str]) -> str:
    """« Samir Haddad, Anke Peeters et Marc Lejeune », « …, … et 4 autres personnes »."""
    shown = names if len(names) <= NAMED else names[: NAMED - 1]
    hidden = len(names) - len(shown)
    return joined([*shown, _more(hidden)] if hidden else shown)


def _more(hidden: int) -> str:
    return ngettext("%(n)d autre personne", "%(n)d autres personnes", hidden) % {"n": hidden}
