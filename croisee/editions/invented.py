"""Values for the preview of a message where nothing real is known, in the active language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from croisee.core.written_dates import span_full
from croisee.mail.placeholders import Nature, nature

DAY: Final = date(2027, 3, 15)
_BEGINS, _ENDS = (datetime(2027, 3, 15, hour, tzinfo=UTC) for hour in (8, 15))

NAMES: Final = {
    "first_name": "Samir",
    "last_name": "Benhaddou",
    "trainee": "Samir Benhaddou",
    "employer": "Planning Le Tilleul",
    "phone": "0470 55 01 99",
    "coordinator_name": "Aurore Pirotte",
    "coordinator_email": "aurore.pirotte@reseau.example",
    "coordinator_phone": "081 55 02 17",
    "inviter": "Claire Gillet",
    "territory": "Namur",
    "host": "AMO L’Amarre",
    "number": "H017",
    "address": "rue du Palier 3, 5500 Dinant",
    "contact_name": "Noémie Lambert",
    "contact_phone": "082 55 01 20",
    # Said only of a place that replaces another, or of a question asked again.
    "former_host": "",
    "former_dates": "",
    "again": "",
}
_OF_TRAINEE: Final = ("first_name", "last_name", "employer", "phone", "number")


def value(name: str, kind: str) -> Any:
    """What stands for a placeholder; « … » for one that nobody thought of."""
    if nature(name) is Nature.PEOPLE:
        return [_trainee(kind)]
    if name == "dates":
        return _("lundi, jeudi") if kind == "result_trainee" else _dates()
    found = {**NAMES, **_words(), **_reader(kind)}
    return found[name] if name in found else _by_nature().get(nature(name), "…")


def _reader(kind: str) -> dict[str, str]:
    """A host is not called as the trainee; what is said of a replaced place is not of the first."""
    if "host" in kind or kind.startswith("offer_"):
        return {"first_name": "Noémie", "last_name": "Lambert"}
    if kind == "cancelled_coordinator":
        return {"first_name": "Aurore", "last_name": "Pirotte"}
    return {"reason": ""} if kind == "result_trainee" else {}


def _words() -> dict[str, str]:
    return {
        "role": _("référent·e"),
        "service": _("Équipe de rue"),
        "offer": _("La rue comme bureau"),
        "contact_title": _("éducatrice"),
        "access": _("Cinq minutes à pied de la gare."),
        "lunch": _("Tartines avec l’équipe."),
        "profession": _("psychologue"),
        "expectations": _("Comprendre comment une AMO garde le lien."),
        "reason": _("7 demandes pour 2 places."),
        "when": _("dans 7 jours"),
        "news": _("Samir Benhaddou renonce à sa place."),
        "what_next": _("La place est de nouveau libre ; elle peut aller à quelqu’un d’autre."),
    }


def _by_nature() -> dict[Nature, Any]:
    return {
        Nature.NUMBER: 2,
        Nature.RANK: 1,
        Nature.DAY: DAY,
        Nature.URL: "https://croisee.example/exemple",
        Nature.EMAIL: "noemie.lambert@amarre.example",
        Nature.CODE: "123456",
        Nature.DETAILS: [(_("Intitulé"), _("La rue comme bureau")), (_("Places"), "2")],
        Nature.LINES: [
            "AMO L’Amarre, " + _("La rue comme bureau"),
            "SSM des Deux Ponts, " + _("Une journée d’équipe"),
        ],
        Nature.MARKDOWN: _(
            "- Je préviens si je ne peux pas venir.\n- Je respecte le secret professionnel."
        ),
    }


def _trainee(kind: str) -> dict[str, Any]:
    """Somebody received; a reminder adds what is asked, with a button a trainee."""
    words = _words()
    one: dict[str, Any] = {name: NAMES[name] for name in _OF_TRAINEE}
    one |= {name: words[name] for name in ("profession", "expectations", "offer")}
    one["email"] = "samir.benhaddou@pro.example"
    if kind == "result_host":
        return one
    url = _by_nature()[Nature.URL]
    return one | {"dates": _dates(), "answer": _("Répondre"), "answer_link": url}


def _dates() -> str:
    return span_full(_BEGINS, _ENDS)
