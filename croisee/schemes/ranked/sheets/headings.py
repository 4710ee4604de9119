"""Which heading means which field, in French and Dutch (fields.csv), however it is typed.

Headings are compared folded (`core.text.fold`): no accents, case or punctuation, so that « N° » is
"n" and « Secteur(s) » is "secteur". For each field, patterns run from the surest to the vaguest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from croisee.core.text import fold

MAX_RANK: Final = 9

_PLURAL = re.compile(r"\((?:s|e|es|x|en|n)\)", re.IGNORECASE)

_OF = r"(?:(?:de|du|des|d|l|la|le|les|van|de|het|votre|mon|ma|uw|mijn) )*"
_NUMBER = r"(?:n|no|nr|num|numero|nummer)"
_EMAIL = (
    r"(?:e ?mail|courriel|mail)s? (?:professionnel|pro\b|du contact|de contact).*|professioneel e ?mail.*",
    r"(?:adresse )?(?:e ?mail|mail|courriel|mel)s?|adresse electronique|e ?mailadres|mailadres",
    r".*\b(?:e ?mail|mail|courriel|e ?mailadres|adresse electronique)s?\b.*",
)
_TIME = (
    r"horodat\w*|timestamp|tijdstempel",
    r"heure de fin|completion time|voltooiingstijd|submitted( at)?",
    r"date(?: et heure)?(?: " + _OF + r"(?:reponse|inscription|envoi))?",
)
_PHONE = (r"(?:n |numero )?" + _OF + r"(?:telephone|tel|gsm|telefoon|portable|mobile)\b.*",)
_POSTCODE = (r"(?:code postal|cp|postcode|postal code|postnummer)\b.*",)
_TOWN = (r"(?:localite|commune|ville|gemeente|stad|woonplaats)\b.*", r"plaats")
_PROVINCE = (r"(?:province|provincie)\b.*",)
_SECTOR = (r"(?:votre |mon )?(?:secteur|sector)(?:s|en)?\b.*",)
_CONDITIONS = (r".*\b(?:conditions?|voorwaarden|deelnamevoorwaarden)\b.*",)
_PROFESSIONS = (
    r"(?:votre |ma )?(?:profession|metier|beroep)s?\b.*",
    r".*\b(?:professions?|metiers?|beroep|beroepen)\b.*",
)
_PLACE_OF_WORK = (
    r"(?:institution|organisation|organisme|structure|etablissement|asbl|employeur|werkgever"
    r"|organisatie|instelling|lieu de travail)"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a sheet and the headings it goes by; `label` is how people are told about it."""

    name: str
    label: str
    patterns: tuple[re.Pattern[str], ...]
    essential: bool = False

    def score(self, folded: str) -> int:
        """How surely the folded heading means this field; 0 when it does not."""
        for place, pattern in enumerate(self.patterns):
            if pattern.fullmatch(folded):
                return len(self.patterns) - place + (3 if place == 0 else 0)
        return 0


def folded_heading(heading: str) -> str:
    """The heading as it is compared: « Date(s) suggérée(s) » is "date suggeree"."""
    return fold(_PLURAL.sub("", heading))


def _field(name: str, label: str, *patterns: str, essential: bool = False) -> Field:
    return Field(name, label, tuple(re.compile(pattern) for pattern in patterns), essential)


HOST_FIELDS: Final = (
    _field("answered_at", "Horodateur", *_TIME),
    _field(
        "number",
        "N°",
        rf"{_NUMBER}(?: {_OF}(?:offre|hote|stage|immersion|aanbod|vacature|host|plaats))?",
        rf"(?:offre|hote|stage|aanbod|vacature) {_NUMBER}|(?:code|reference|ref|id|identifiant)"
        rf"(?: {_OF}(?:offre|hote|stage|immersion|aanbod|vacature))?",
        rf"{_NUMBER} {_OF}(?:institution|lieu|service|place)\b.*|offre"
        r"|numeros d offre|aanbodnummers|angebotsnummern?|(?:offer )?numbers?",
        essential=True,
    ),
    _field(
        "institution",
        "Nom de l’institution",
        rf"(?:nom |naam )?{_OF}{_PLACE_OF_WORK}",
        rf"(?:nom |naam )?{_OF}(?:service )?(?:hote|gastorganisatie|organisation accueillante)",
        rf"(?:nom |naam )?{_OF}{_PLACE_OF_WORK}\b.*",
    ),
    _field(
        "service",
        "Service",
        rf"(?:nom |naam )?{_OF}(?:service|equipe|unite|dienst|team)\b(?! hote).*",
    ),
    _field(
        "enterprise_number",
        "Numéro d’entreprise",
        r".*\b(?:bce|kbo|ondernemingsnummer|tva|numero d entreprise|n d entreprise)\b.*",
    ),
    _field(
        "address", "Adresse", r"(?:adresse|adres)", r"(?:adresse|adres|rue|straat)\b(?!.*mail).*"
    ),
    _field("postcode", "Code postal", *_POSTCODE),
    _field("town", "Localité", *_TOWN),
    _field("province", "Province", *_PROVINCE),
    _field("sectors", "Secteur(s)", *_SECTOR),
    _field(
        "contact",
        "Personne de contact",
        r"(?:nom (?:et prenom )?de la )?personne de contact|contactpersoon|contact"
        r"|prenom et nom du contact|nom et prenom du contact",
        r"personne de reference|referentiepersoon|responsable|nom et prenom|prenom et nom",
    ),
    _field("contact_first_name", "Prénom du contact", r"(?:prenom|voornaam)\b.*"),
    _field(
        "contact_last_name",
        "Nom du contact",
        r"nom du contact|naam contactpersoon|nom|naam"
        r"|nom de famille|achternaam|familienaam",
    ),
    _field("role", "Fonction", r"(?:fonction|functie|role|poste)\b.*"),
    _field("email", "E-mail", *_EMAIL),
    _field("phone", "Téléphone", *_PHONE),
    _field("title", "Intitulé de l’immersion", r"(?:intitule|titre|titel|title)\b.*"),
    _field("description", "Description", r"(?:description|descriptif|beschrijving)\b.*"),
    _field(
        "face",
        "Ce à quoi le stagiaire sera confronté",
        r".*\bconfrontee?s?\b.*",
        r".*\bstagiair te zien krijgt\b.*|.*\bce a quoi\b.*",
    ),
    _field("professions", "Profession(s) à suivre", *_PROFESSIONS),
    _field(
        "places",
        "Nombre de places",
        rf"(?:nombre|nbre|nb|n|aantal|max|maximum) {_OF}(?:places?|plaatsen)",
        r"(?:places?|plaatsen|capacite|capaciteit)",
        rf"(?:nombre|nbre|nb|n|aantal|combien) {_OF}(?:places?|plaatsen|stagiaires?)\b.*"
        r"|places? (?:disponibles?|offertes?|proposees?|ouvertes?|max\w*)\b.*",
        essential=True,
    ),
    _field("duration", "Durée", r"(?:duree|duur)\b.*"),
    _field("days", "Jours possibles", r"(?:jours?|weekdays|dagen|mogelijke dagen)\b.*"),
    _field(
        "dates",
        "Dates suggérées",
        r"dates? (?:suggerees?|possibles?|proposees?)\b.*",
        r"dates|(?:voorgestelde )?data\b.*",
    ),
    _field("languages", "Langue(s)", r"(?:langues?|taal|talen)\b.*"),
    _field("conditions", "J’accepte les conditions", *_CONDITIONS),
)

_CHOICE_WORD = r"(?:choix|keuze|voorkeur|voeux?|preference|souhait)"
_ORDINALS: Final = (
    r"(?:premiere?|eerste|i)",
    r"(?:deuxieme|seconde?|tweede|ii)",
    r"(?:troisieme|derde|iii)",
    r"(?:quatrieme|vierde|iv)",
)


def _choice(rank: int) -> Field:
    alone = f"|{_CHOICE_WORD}" if rank == 1 else ""
    ordinal = _ORDINALS[rank - 1] if rank <= len(_ORDINALS) else "(?!)"
    mine = r"(?:mon |votre |mijn |uw )?"
    return _field(
        f"choice_{rank}",
        f"Choix {rank}",
        rf"{mine}{_CHOICE_WORD} (?:{_NUMBER} ?)?{rank}"
        rf"|{mine}{rank} ?(?:er|ere|re|e|eme|ieme|nd|nde|de|ste)? ?{_CHOICE_WORD}",
        rf"{mine}{ordinal} {_CHOICE_WORD}\b.*|{_CHOICE_WORD} {ordinal}",
        rf"{mine}{_CHOICE_WORD} (?:{_NUMBER} ?)?{rank}\b.*"
        rf"|{mine}{rank} ?(?:er|ere|re|e|eme|ieme|nd|nde|de|ste)? ?{_CHOICE_WORD}\b.*"
        rf"|{_CHOICE_WORD} .*\b{rank}",
        rf"(?:offre|stage|lieu|aanbod) (?:{_NUMBER} ?)?{rank}{alone}",
    )


TRAINEE_FIELDS: Final = (
    _field("answered_at", "Horodateur", *_TIME),
    _field(
        "first_name",
        "Prénom",
        r"(?:votre )?(?:prenom|voornaam|first name)",
        r"(?:prenom|voornaam)\b(?! (?:et|en)\b).*",
    ),
    _field(
        "last_name",
        "Nom",
        r"(?:votre )?(?:nom|nom de famille|naam|achternaam|familienaam|last name)",
        r"(?:nom|naam) (?:du|de la|van de) (?:stagiaire|participante?|personne)",
    ),
    _field(
        "full_name",
        "Nom et prénom",
        r"noms? (?:et )?prenoms?|prenoms? (?:et )?noms?|nom complet"
        r"|naam en voornaam|voornaam en (?:achter)?naam|volledige naam",
    ),
    _field("email", "E-mail", *_EMAIL, essential=True),
    _field("phone", "Téléphone", *_PHONE),
    _field("profession", "Profession", *_PROFESSIONS, r"(?:fonction|functie)\b.*"),
    _field(
        "employer",
        "Institution",
        rf"(?:nom |naam )?{_OF}{_PLACE_OF_WORK}",
        rf"(?:nom |naam )?{_OF}(?:{_PLACE_OF_WORK}|service|dienst)\b(?!.*(?:hote|priorit)).*",
    ),
    _field("postcode", "Code postal", *_POSTCODE),
    _field("town", "Localité", *_TOWN),
    _field("province", "Province", *_PROVINCE),
    _field("sector", "Secteur", *_SECTOR),
    _field(
        "priority",
        "Je travaille dans un service hôte (inscription prioritaire)",
        r".*\b(?:prioritaire|priorite|voorrang|voorrangsinschrijving)\b.*",
        r".*\b(?:services? hotes?|gastorganisatie|institution hote)\b.*",
    ),
    *(_choice(rank) for rank in range(1, MAX_RANK + 1)),
    _field(
        "expectations", "Mes attentes", r".*\b(?:attentes?|verwachtingen)\b.*", r"motivations?\b.*"
    ),
    _field("availability", "Disponibilités", r".*\b(?:disponibilites?|beschikbaarheid)\b.*"),
    _field("conditions", "J’accepte les conditions", *_CONDITIONS),
)
