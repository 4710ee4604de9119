"""What a trainee writes and presses."""

import re

from django.urls import reverse

from tests.offers.host_answers import hidden, send

YOU = {
    "first_name": "Samir",
    "last_name": "Haddad",
    "phone": "0471 12 34 56",
    "language": "fr",
}
WORK = {
    "profession": "educator",
    "profession_text": "",
    "employer": "Planning Le Tilleul",
    "organisation": "",
    "sector": "mental-health",
    "postcode": "5000",
    "status": "employee",
}
WISHES = {
    "expectations": "Comprendre comment une AMO garde le lien.",
    "goals": ["knowledge"],
    "availability": "mardi",
}
BOXES = {"hierarchy_agreement": "on", "confidentiality_accepted": "on"}


def url(page):
    return reverse("ranked:page", args=[page])


def add(client, offer):
    return client.post(reverse("ranked:shortlist_add", args=[offer.pk]))


def press(client, **button):
    """A button of « Mes choix », with the order the page showed."""
    page = reverse("ranked:mine")
    return client.post(page, {**hidden(client, page), **button})


def chosen(application):
    return [choice.offer for choice in application.choices.order_by("rank")]


def fill(client):
    send(client, url("vous"), YOU)
    send(client, url("travail"), WORK)
    return send(client, url("attentes"), WISHES)


def submit(client, **more):
    page = reverse("ranked:check")
    html = client.get(page).content.decode()
    boxes = dict.fromkeys(re.findall(r'name="(accept_\d+)"', html), "on")
    return client.post(page, {**boxes, **BOXES, **more})
