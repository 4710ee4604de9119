"""What each placeholder of a message becomes, for people who never saw one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

MEANINGS: dict[str, Any] = {
    # the reader
    "first_name": gettext_lazy("son prénom"),
    "last_name": gettext_lazy("son nom"),
    "link": gettext_lazy("l’adresse de sa page, souvent « Mon espace »"),
    "answer_link": gettext_lazy("l’adresse où l’on répond d’un clic"),
    "unsubscribe_link": gettext_lazy("l’adresse pour ne plus en recevoir"),
    "code": gettext_lazy("le code de connexion"),
    "minutes": gettext_lazy("combien de minutes le code reste valable"),
    # who writes
    "coordinator_name": gettext_lazy("le nom de son ou sa référent·e, sinon le vôtre"),
    "coordinator_email": gettext_lazy("son adresse e-mail"),
    "coordinator_phone": gettext_lazy("son téléphone"),
    "inviter": gettext_lazy("qui, dans l’équipe, a fait cela"),
    "role": gettext_lazy("son rôle"),
    "territory": gettext_lazy("son territoire"),
    # the edition
    "edition": gettext_lazy("le nom de l’édition"),
    "opens_on": gettext_lazy("l’ouverture des inscriptions des stagiaires"),
    "deadline": gettext_lazy("la date limite"),
    "results_on": gettext_lazy("le jour des résultats"),
    "next_round": gettext_lazy("le jour du tour suivant"),
    "conditions": gettext_lazy("les conditions acceptées"),
    "golden_rules": gettext_lazy("les règles d’or"),
    "site_link": gettext_lazy("l’adresse du site"),
    "catalogue_link": gettext_lazy("l’adresse du catalogue"),
    "propose_link": gettext_lazy("l’adresse où l’on propose une offre"),
    "programme_link": gettext_lazy("l’adresse de la page du programme"),
    # the offer and its host
    "offer": gettext_lazy("l’intitulé de l’offre"),
    "number": gettext_lazy("le numéro de l’offre"),
    "host": gettext_lazy("le nom de l’institution hôte"),
    "service": gettext_lazy("le service ou l’équipe"),
    "places": gettext_lazy("le nombre de places"),
    "places_left": gettext_lazy("les places encore libres"),
    "address": gettext_lazy("l’adresse de l’immersion"),
    "access": gettext_lazy("comment on y arrive"),
    "lunch": gettext_lazy("ce qui est prévu pour le repas"),
    "contact_name": gettext_lazy("le nom du contact de l’hôte"),
    "contact_title": gettext_lazy("la fonction du contact"),
    "contact_email": gettext_lazy("l’e-mail du contact"),
    "contact_phone": gettext_lazy("le téléphone du contact"),
    "other_contacts": gettext_lazy("les autres contacts de l’hôte"),
    "remarks": gettext_lazy("vos remarques, champ par champ"),
    # the registration and the trainee
    "choices": gettext_lazy("les choix, dans l’ordre"),
    "choice_rank": gettext_lazy("le rang du choix obtenu : premier, deuxième…"),
    "summary": gettext_lazy("ses réponses"),
    "profession": gettext_lazy("la profession"),
    "employer": gettext_lazy("l’employeur"),
    "expectations": gettext_lazy("les attentes"),
    "email": gettext_lazy("l’e-mail du ou de la stagiaire"),
    "phone": gettext_lazy("le téléphone du ou de la stagiaire"),
    "trainee": gettext_lazy("le nom du ou de la stagiaire"),
    "trainees": gettext_lazy("les stagiaires, avec leurs coordonnées"),
    # the placement
    "dates": gettext_lazy("les jours de l’immersion"),
    "when": gettext_lazy("« demain » ou « dans sept jours »"),
    "former_dates": gettext_lazy("les jours qui étaient fixés chez l’hôte précédent"),
    "former_host": gettext_lazy("l’hôte précédent, si la place a été remplacée"),
    "reason": gettext_lazy("la raison"),
    "news": gettext_lazy("ce qui s’est passé, en une phrase"),
    "what_next": gettext_lazy("la suite pour qui lit, en une phrase"),
    "again": gettext_lazy("une phrase de rappel, si la question a déjà été posée"),
    "why_link": gettext_lazy("l’adresse où le résultat est expliqué"),
    "withdraw_link": gettext_lazy("l’adresse où l’on renonce"),
}


def meanings(placeholders: Iterable[str]) -> list[tuple[str, Any]]:
    """(placeholder, what it becomes), in the order of this list."""
    wanted = set(placeholders)
    return [(name, meaning) for name, meaning in MEANINGS.items() if name in wanted]
