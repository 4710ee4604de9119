"""Figures of the last edition that was evaluated, drawn with their base (IM-51 to IM-54); links to share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from croisee.editions.content import FOLDER

FACTS = FOLDER / "figures.json"


@dataclass(frozen=True)
class Mean:
    """One mean of a survey, out of five."""

    label: str | Promise
    value: float
    n: int

    @property
    def width(self) -> float:
        return round(self.value * 20, 1)


@cache
def facts() -> dict[str, Any]:
    """The stored figures, with means ready to be drawn."""
    stored = json.loads(FACTS.read_text(encoding="utf-8"))
    hosts, trainees = stored["host_survey"], stored["trainee_survey"]
    stored["trainee_means"] = [
        Mean(_("Satisfaction générale"), trainees["mean_overall"], trainees["n"]),
        Mean(_("Communication avec l’hôte"), trainees["mean_communication"], trainees["n"]),
        Mean(_("Objectifs atteints"), trainees["mean_goals_reached"], trainees["n"]),
        Mean(
            _("Mieux comprendre les autres secteurs"),
            trainees["mean_goal_other_sectors"],
            trainees["n"],
        ),
        Mean(_("Développer ses connaissances"), trainees["mean_goal_knowledge"], trainees["n"]),
        Mean(
            _("Continuité des soins pour les jeunes"),
            trainees["mean_goal_continuity"],
            trainees["n"],
        ),
    ]
    stored["host_means"] = [
        Mean(_("Satisfaction générale"), hosts["mean_overall"], hosts["n"]),
        Mean(_("Communication avec les stagiaires"), hosts["mean_communication"], hosts["n"]),
        Mean(_("Échanges pendant la journée"), hosts["mean_interactions"], hosts["n"]),
    ]
    return stored


def share_links(title: str, url: str) -> list[tuple[str, str]]:
    """Plain links: nobody is followed before they click."""
    linked_in = "https://www.linkedin.com/sharing/share-offsite/?"
    facebook = "https://www.facebook.com/sharer/sharer.php?"
    mail = urlencode({"subject": title, "body": url}, quote_via=quote)
    return [
        (str(_("Par courriel")), f"mailto:?{mail}"),
        ("LinkedIn", linked_in + urlencode({"url": url})),
        ("Facebook", facebook + urlencode({"u": url})),
    ]
