"""The agenda sheet and the flyer as PDF, in the active language, from the dates of the edition (IM-21).

The words go to typst as data; the templates read nothing else than the files beside them and the
house's fonts.
"""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from croisee.core import renderers
from croisee.core.written_dates import NBSP, date_full
from croisee.desk.public import last_year
from croisee.desk.public.stations import Station, stations_of
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition

FOLDER = Path(__file__).parent
FONTS = Path(renderers.__file__).parent / "fonts"
WITH_HOUR = (PhaseKind.HOSTS, PhaseKind.TRAINEES)


def agenda_sheet(edition: Edition, *, at: datetime) -> bytes:
    """One A4: the phases and their dates."""
    words = {
        "heading": _("L’agenda de l’édition"),
        "lead": _("Une journée dans un autre service : les dates à retenir."),
        "invite": _("Tout se passe en ligne"),
    }
    return _pdf("agenda.typ", {**_common(edition, at), **words}, at)


def flyer(edition: Edition, *, at: datetime) -> bytes:
    """A5, two pages: what it is, what others say, when."""
    words = {
        "heading": _("Passez une journée dans un autre service que le vôtre"),
        "lead": _(
            "Pour celles et ceux qui travaillent avec des enfants, des jeunes ou leurs proches."
        ),
        "invite": _("Offres et inscriptions"),
        "agenda": _("L’agenda"),
        "figures": _figures(),
        "parts": [
            {
                "title": _("Accueillir"),
                "text": _(
                    "Ouvrez votre service à un·e collègue d’ailleurs : une place, un jour, suffisent. "
                    "Vous choisissez les dates ; votre équipe s’inscrit ensuite avant les autres."
                ),
            },
            {
                "title": _("Découvrir"),
                "text": discover(edition.max_choices),
            },
        ],
    }
    return _pdf("flyer.typ", {**_common(edition, at), **words}, at)


def discover(choices: int) -> str:
    chosen = ngettext(
        "Choisissez une offre. L’ordre d’arrivée ne compte pas. "
        "Vous fixez la date avec votre hôte et vous racontez à votre équipe.",
        "Choisissez jusqu’à %(choices)d offres. L’ordre d’arrivée ne compte pas. "
        "Vous fixez la date avec votre hôte et vous racontez à votre équipe.",
        choices,
    )
    return chosen % {"choices": choices}


def _common(edition: Edition, at: datetime) -> dict[str, Any]:
    url = settings.ORIGIN + reverse("home")
    programme = edition.programme
    return {
        "title": str(edition),
        "author": programme.organiser or programme.name,
        "language": (get_language() or "fr")[:2],
        "programme": programme.name,
        "organiser": programme.organiser,
        "edition": edition.name,
        "url": url,
        "address": breakable(urlsplit(url).netloc),
        "contact": breakable(programme.contact_email),
        "phases": [_phase(station) for station in stations_of(edition, at)],
        "code": qr_code(url),
        "code_says": _("Code QR : %(address)s") % {"address": url},
    }


BY_HAND = {
    "prolonged": gettext_lazy("prolongé : voir le calendrier en ligne"),
    "early": gettext_lazy("déjà ouvert"),
    "stopped": gettext_lazy("suspendu : voir le calendrier en ligne"),
}


def _phase(station: Station) -> dict[str, str]:
    first, last = station.phase.opens_at, station.last_day
    closes = tied(date_full(last if station.phase.kind in WITH_HOUR else last.date()))
    if station.by_hand:
        dates, note = str(BY_HAND[station.by_hand]), ""
    elif station.phase.kind == PhaseKind.MATCHING:
        dates, note = _("Réponse à chacun·e le %(day)s") % {"day": closes}, ""
    else:
        span = {"first": _day(first), "last": closes}
        dates, note = _("Du %(first)s au %(last)s") % span, ""
    if station.phase.kind == PhaseKind.PRIORITY:
        note = _("pour les équipes des services hôtes, par un lien privé")
    return {"title": str(station.title), "lane": station.lane, "dates": dates, "note": note}


def _day(instant: datetime) -> str:
    return tied(date_full(timezone.localtime(instant).date()))


def tied(date: str) -> str:
    """A date that stays on one line: a year or an hour alone on the next is read as something else."""
    return date.replace(" ", NBSP)


def breakable(address: str) -> str:
    """A long address breaks after its dots, hyphens and signs rather than leave the page."""
    return re.sub(r"([.@/-])", "\\1\u200b", address)


def _figures() -> list[dict[str, str]]:
    facts = last_year.facts()
    trainees = facts["trainee_survey"]
    year = {"year": str(facts["year"]), "n": trainees["n"]}
    return [
        {"value": str(facts["hosts"]), "label": _("services hôtes, édition %(year)s") % year},
        {"value": str(facts["places"]), "label": _("places de stage, édition %(year)s") % year},
        {
            "value": _("%(mean)s sur 5")
            % {"mean": number_format(trainees["mean_overall"], decimal_pos=1)},
            "label": _("satisfaction des stagiaires, n = %(n)s") % year,
        },
    ]


def qr_code(address: str) -> str:
    """A QR code as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=2, dark="#1C2A2F", xmldecl=False)
    return drawn.getvalue().decode()


def _pdf(template: str, data: dict[str, Any], at: datetime) -> bytes:
    made = typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
