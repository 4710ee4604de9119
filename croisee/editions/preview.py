"""A message as somebody would get it: real values of a real person, invented where there are none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import translation

from croisee.editions.facts import values_of
from croisee.editions.models import Edition
from croisee.mail.kinds import Text, kind_named
from croisee.mail.placeholders import Nature, nature
from croisee.mail.rendering import Rendered, render
from croisee.people.models import Person

INVENTED: dict[str, Any] = {
    "first_name": "Samir",
    "last_name": "Benhaddou",
    "coordinator_name": "Aurore Pirotte",
    "coordinator_email": "aurore.pirotte@reseau.example",
    "coordinator_phone": "081 55 02 17",
    "inviter": "Claire Gillet",
    "role": "référent·e",
    "territory": "Namur",
    "host": "AMO L’Amarre",
    "service": "Équipe de rue",
    "offer": "La rue comme bureau",
    "number": "H017",
    "address": "rue du Palier 3, 5500 Dinant",
    "contact_name": "Noémie Lambert",
    "contact_title": "éducatrice",
    "contact_phone": "082 55 01 20",
    "dates": "lundi, jeudi",
    "access": "Cinq minutes à pied de la gare.",
    "lunch": "Tartines avec l’équipe.",
    "profession": "psychologue",
    "employer": "Planning Le Tilleul",
    "phone": "0470 55 01 99",
    "expectations": "Comprendre comment une AMO garde le lien.",
    "reason": "7 demandes pour 2 places.",
    "trainee": "Samir Benhaddou",
    "former_host": "",
    "former_dates": "",
    "when": "dans 7 jours",
    "again": "",
    "news": "Samir Benhaddou renonce à sa place.",
    "what_next": "La place est de nouveau libre ; elle peut aller à quelqu’un d’autre.",
}
BY_NATURE: dict[Nature, Any] = {
    Nature.NUMBER: 2,
    Nature.RANK: 1,
    Nature.DAY: date(2027, 3, 15),
    Nature.URL: "https://croisee.example/exemple",
    Nature.EMAIL: "noemie.lambert@amarre.example",
    Nature.CODE: "123456",
    Nature.DETAILS: [("Intitulé", "La rue comme bureau"), ("Places", "2")],
    Nature.LINES: [
        "AMO L’Amarre : La rue comme bureau",
        "SSM des Deux Ponts : une journée d’équipe",
    ],
    Nature.MARKDOWN: "- Je préviens si je ne peux pas venir.\n- Je respecte le secret professionnel.",
}


def values_for(
    edition: Edition, kind: str, language: str, reader: Person | None, at: datetime
) -> dict[str, Any]:
    """A value for everything the kind may say."""
    allowed = kind_named(kind).placeholders
    values = {name: _value(name, edition, language) for name in allowed}
    if "trainees" in values and kind_named(kind).automatic:
        values["trainees"] = [{**PERSON, **ASKED}]
    if reader:
        with translation.override(language):
            real = values_of(edition, reader, kind, at)
        values |= {name: value for name, value in real.items() if name in allowed}
    return {name: value for name, value in values.items() if value is not None}


def preview(kind: str, language: str, text: Text, values: dict[str, Any]) -> Rendered:
    """The subject and the text of a message whose text was checked already."""
    return render(kind, language, values, text)


def _value(name: str, edition: Edition, language: str) -> Any:
    if name == "edition":
        return edition.told_in(language)
    if nature(name) is Nature.PEOPLE:
        return [{**PERSON}]
    return BY_NATURE.get(nature(name), INVENTED.get(name, "…"))


PERSON = {
    "first_name": "Samir",
    "last_name": "Benhaddou",
    "profession": "psychologue",
    "employer": "Planning Le Tilleul",
    "email": "samir.benhaddou@pro.example",
    "phone": "0470 55 01 99",
    "expectations": "Comprendre comment une AMO garde le lien.",
    "offer": "La rue comme bureau",
    "number": "H017",
}

#: What a reminder to a host adds, with a button a trainee.
ASKED = {
    "dates": "lundi 15 mars 2027, 9 h – 16 h",
    "answer": "Répondre",
    "answer_link": BY_NATURE[Nature.URL],
}
