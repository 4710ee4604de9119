"""What a host types, page by page, and how a browser sends it back."""

import re
from typing import Any

from django.test import Client

from croisee.editions.enums import Audience, DocumentKind
from croisee.editions.models import Document, Edition

PLACE = {
    "organisation": "AMO Le Grand Chêne",
    "service": "Équipe de rue",
    "enterprise_number": "0840.555.973",
    "address": "rue du Palier 3",
    "postcode": "5500",
    "sectors": ["youth-aid"],
}
CONTACTS = {
    "first_name_0": "Inès",
    "last_name_0": "Verhaegen",
    "email_0": "ines@amo.example",
    "title_0": "Éducatrice",
    "phone_0": "082 55 01 42",
    "language_0": "fr",
    "first_name_1": "",
    "last_name_1": "",
    "email_1": "",
    "title_1": "",
    "phone_1": "",
}
DAY = {
    "title": "La rue comme bureau",
    "what_you_will_face": "Accueil, travail de rue, réunion d’équipe ; l’humeur change vite.",
    "description": "Nous sommes neuf, dans une maison au centre de la ville.",
    "format": "immersion",
    "duration": "day",
    "weekdays": ["mon", "thu"],
    "places": "2",
    "suggested_dates": "20/04/2027",
}
PUBLIC = {
    "professions": [],
    "professions_text": "",
    "target_ages": ["12-18"],
    "languages": ["fr"],
    "beneficiary_contact": "told",
    "lunch": "Avec le groupe",
    "access": "",
}


def make_documents(edition: Edition, audience: str = Audience.HOST) -> list[Document]:
    """Conditions and golden rules in force, one version each."""
    return [
        Document.objects.create(
            edition=edition,
            kind=kind,
            audience=audience,
            version=1,
            bodies={"fr": f"{kind.label} : respecter le secret professionnel."},
            published_at=edition.created_at,
        )
        for kind in DocumentKind
    ]


def hidden(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of the page's forms, as a browser sends them back."""
    html = client.get(url).content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(client: Client, url: str, answers: dict[str, Any]) -> Any:
    return client.post(url, {**hidden(client, url), **answers})


def accept(client: Client, url: str) -> Any:
    """Tick what is to be accepted, and send."""
    boxes = re.findall(r'name="(accept_\d+)"', client.get(url).content.decode())
    return client.post(url, {**hidden(client, url), **dict.fromkeys(boxes, "on")})


def hostile_values() -> list[Any]:
    """What no field should swallow: NUL, controls, surrogates as browsers send them, endless texts."""
    return [
        "a\x00b",
        "\x1b[31m",
        "\ufffe",
        "9" * 30,
        "-1",
        "x" * 20_000,
        "<script>alert(1)</script>" * 200,
        ["a", "b", "c"],
        "",
    ]
