"""Which heading means which field, in French and Dutch, however it is typed (fields.csv)."""

import pytest

from croisee.schemes.ranked.sheets.headings import (
    HOST_FIELDS,
    TRAINEE_FIELDS,
    Field,
    folded_heading,
)


def meant(fields: tuple[Field, ...], heading: str) -> str:
    score, name = max(
        ((one.score(folded_heading(heading)), one.name) for one in fields), key=lambda pair: pair[0]
    )
    return name if score else ""


def pairs(headings: dict[str, str]) -> list[tuple[str, str]]:
    return [(field, one) for field, many in headings.items() for one in many.split(" | ")]


HOST_HEADINGS = {
    "answered_at": (
        "Horodateur | HORODATEUR | Horodatage | Timestamp | Date | Date et heure | Heure de fin"
    ),
    "number": (
        "N° | n° | Nº | No | Numéro | Numéro d'hôte | N° d’offre | Numéro de l'offre | Nr | "
        "Nummer | Code | Réf. | ID | N° hôte | Offre n° | №"
    ),
    "institution": (
        "Nom de l'institution | Nom de l’institution | Institution | Organisation | NOM "
        "INSTITUTION | Nom de l'organisation | Structure | Service hôte | Naam van de "
        "organisatie | Employeur"
    ),
    "service": "Service | Service / équipe | Nom du service | Dienst / team",
    "address": "Adresse | Adresse du lieu d'immersion | Adres | Rue et numéro",
    "postcode": "Code postal | CP | code  Postal | Postcode | Code postal du lieu",
    "town": "Localité | Commune | Ville | Gemeente",
    "province": "Province / Région | Provincie",
    "sectors": "Secteur(s) | Secteur | Secteurs d'activité | Sector(en)",
    "contact": "Personne de contact | Contact | Contactpersoon | Personne de référence",
    "contact_first_name": "Prénom du contact | Prénom",
    "contact_last_name": "Nom du contact | Nom",
    "role": "Fonction | Functie",
    "email": (
        "E-mail | Email | Mail | Courriel | Adresse e-mail | Adresse mail | E-mail "
        "professionnel | e‑mail du contact | Professioneel e-mailadres | E-mailadres | "
        "Adresse électronique | Courriel du contact"
    ),
    "phone": (
        "Téléphone | Tél. | GSM | N° de téléphone | Telefoon | Téléphone (rappel SMS) | "
        "Numéro de GSM"
    ),
    "enterprise_number": "Numéro d'entreprise (BCE) | Ondernemingsnummer (KBO) | N° BCE",
    "title": "Intitulé de l'immersion | Intitulé | Titre | Titel",
    "face": ("Ce à quoi le stagiaire sera confronté | Ce à quoi la/le stagiaire sera confronté·e"),
    "professions": "Profession(s) à suivre | Métier | Profession(s) que l'on peut suivre",
    "places": (
        "Nombre de places | Places | Nb de places | nbre places | Place(s) | Nombre de "
        "stagiaires | Capacité | Aantal plaatsen | Places disponibles | Nombre de place | N "
        "de places"
    ),
    "duration": "Durée | Duur",
    "days": "Jours possibles | Jour(s) possible(s) | Mogelijke dagen",
    "dates": (
        "Dates suggérées (facultatif) | Date suggérée | Date(s) suggérée(s) | Voorgestelde "
        "data (facultatif)"
    ),
    "languages": "Langue(s) | Langues de l'immersion | Taal van de stage",
    "conditions": (
        "J'accepte les conditions de participation | Conditions | Ik aanvaard de "
        "deelnamevoorwaarden"
    ),
    "": "Remarques | Colonne 1 | J'ai lu les règles d'or",
}
TRAINEE_HEADINGS = {
    "first_name": "Prénom | PRENOM | Votre prénom | Voornaam | Prénom du stagiaire",
    "last_name": "Nom | NOM | Nom de famille | Naam",
    "full_name": "Nom et prénom | Prénom, nom | Nom complet",
    "email": (
        "E-mail professionnel | Mail | Courriel | Adresse e-mail | Votre adresse mail | E-mail"
    ),
    "employer": (
        "Institution | Employeur | Employeur / service | Nom de l'institution | Service | "
        "Werkgever / dienst | Votre institution | Lieu de travail"
    ),
    "postcode": "Code postal du lieu de travail | CP | Postcode werkplek",
    "sector": "Secteur | Votre secteur | Secteur de l'institution",
    "profession": "Profession | Votre profession | Métier | Beroep | Fonction",
    "priority": (
        "Je travaille dans un service hôte (inscription prioritaire) | Prioritaire | "
        "Inscription prioritaire | Service hôte ? | Travaillez-vous dans un service hôte ? | "
        "Voorrang gastorganisatie"
    ),
    "choice_1": (
        "Choix 1 | 1er choix | Premier choix | Choix n°1 | Choix n° 1 | CHOIX 1 (obligatoire) "
        "| Mon choix 1 | Choix de stage 1 | Keuze 1 | 1e keuze | Eerste keuze | Choix | 1. "
        "Choix | Vœu 1 | Offre 1 | １er choix"
    ),
    "choice_2": (
        "Choix 2 | 2e choix | 2ème choix | Deuxième choix | Second choix | Choix n°2 | 2nd "
        "choix | Choix II"
    ),
    "choice_3": "Choix 3 | 3e choix | Troisième choix | Choix no 3 | Derde keuze",
    "expectations": ("Mes attentes | Attentes | Vos attentes par rapport au stage | Verwachtingen"),
    "conditions": "J'accepte les conditions de participation | J’accepte les conditions",
    "availability": "Disponibilités | Vos disponibilités",
    "": "Remarques | Commentaire",
}


@pytest.mark.parametrize(("field", "heading"), pairs(HOST_HEADINGS))
def test_headings_of_hosts(field: str, heading: str) -> None:
    assert meant(HOST_FIELDS, heading) == field


@pytest.mark.parametrize(("field", "heading"), pairs(TRAINEE_HEADINGS))
def test_headings_of_trainees(field: str, heading: str) -> None:
    assert meant(TRAINEE_FIELDS, heading) == field
