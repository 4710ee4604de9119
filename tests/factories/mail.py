"""Messages and the values their kinds expect."""

from datetime import date
from itertools import count
from typing import Any

from croisee.mail.kinds import KINDS
from croisee.mail.models import Message
from croisee.mail.outbox import write
from tests.factories.people import BIRTH

_numbers = count(1)

VALUES: dict[str, Any] = {
    "first_name": "Samir",
    "last_name": "Benhaddou",
    "edition": "Immersion 0-23, édition 2027",
    "link": "https://croisee.example/x/",
    "withdraw_link": "https://croisee.example/renoncer/",
    "answer_link": "https://croisee.example/reponse/",
    "former_host": "Planning Les Deux Ponts",
    "former_dates": "lundi 19 avril 2027, 9 h – 16 h",
    "news": "Samir Benhaddou renonce à sa place.",
    "what_next": "La place est de nouveau libre.",
    "again": "Nous n’avons pas encore votre réponse.",
    "when": "dans 7 jours",
    "trainee": "Samir Benhaddou",
    "why_link": "https://croisee.example/pourquoi/",
    "programme_link": "https://croisee.example/programme/",
    "catalogue_link": "https://croisee.example/catalogue/",
    "propose_link": "https://croisee.example/proposer/",
    "unsubscribe_link": "https://croisee.example/courrier/7/abc/",
    "opens_on": date(2027, 2, 8),
    "coordinator_name": "Aurore Pirotte",
    "coordinator_email": "a.pirotte@province.example",
    "coordinator_phone": "081 55 02 17",
    "code": "482913",
    "minutes": 10,
    "inviter": "Aurore Pirotte",
    "role": "Coordination",
    "territory": "Namur",
    "host": "AMO Le Grand Chêne",
    "service": "Équipe de rue",
    "offer": "La rue comme bureau",
    "number": "H012",
    "places": 2,
    "summary": [("Durée", "une journée"), ("Vide", "")],
    "remarks": [("Ce que vous verrez", "Dites-en deux phrases.\nMerci.")],
    "conditions": "# Conditions\n\n- venir à la date fixée\n- prévenir",
    "golden_rules": "Respecter le **secret professionnel**.",
    "choices": ["1. AMO Le Grand Chêne", "2. Planning Le Tilleul"],
    "deadline": date(2027, 3, 26),
    "results_on": date(2027, 3, 15),
    "next_round": date(2027, 3, 29),
    "places_left": 14,
    "choice_rank": 2,
    "address": "rue du Palier 3, 5500 Dinant",
    "contact_name": "Inès Verhaegen",
    "contact_title": "éducatrice",
    "contact_email": "i.verhaegen@grandchene.example",
    "contact_phone": "082 55 01 42",
    "other_contacts": ["Luc Petit, l.petit@grandchene.example"],
    "dates": "du lundi au vendredi",
    "access": "Gare à 300 m",
    "lunch": "Cantine",
    "profession": "psychologue",
    "employer": "Planning Le Tilleul",
    "email": "samir@tilleul.example",
    "phone": "081 55 09 09",
    "expectations": "Comprendre comment une AMO garde le lien.",
    "reason": "Sept personnes ont demandé cette offre, qui a deux places.",
    "trainees": [
        {
            "first_name": "Samir",
            "last_name": "Benhaddou",
            "profession": "psychologue",
            "employer": "Planning Le Tilleul",
            "email": "samir@tilleul.example",
            "phone": "081 55 09 09",
            "expectations": "Comprendre.",
            "offer": "La rue comme bureau",
        },
        {"first_name": "Anke", "last_name": "Peeters", "email": "anke@dienst.example"},
    ],
}


def values_of(kind: str) -> dict[str, Any]:
    """A believable value for everything this kind may say."""
    return {name: VALUES[name] for name in KINDS[kind].placeholders if name in VALUES}


def make_message(**fields: Any) -> Message:
    number = next(_numbers)
    defaults = {
        "key": f"test:{number}",
        "kind": "result_none",
        "to": f"samir{number}@tilleul.example",
        "name": "Samir Benhaddou",
        "language": "fr",
        "values": VALUES,
        "at": BIRTH,
    }
    given = {**defaults, **fields}
    allowed = KINDS[given["kind"]].placeholders
    given["values"] = {k: v for k, v in given["values"].items() if k in allowed}
    return write(**given)
