"""The home page: what it says and the one act it offers, phase by phase (IM-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from croisee.desk.public.stations import Station
from croisee.editions.enums import PhaseKind
from croisee.offers.priority import active_link


@dataclass(frozen=True)
class Invitation:
    """Headline, explanation and the act of the moment; `also` is a quieter way on."""

    news: str | Promise
    title: str | Promise
    lead: str | Promise
    act: str | Promise
    url_name: str
    also: str | Promise = ""
    also_name: str = ""

    @property
    def url(self) -> str:
        return address_of(self.url_name)

    @property
    def also_url(self) -> str:
        return address_of(self.also_name)


OPEN_YOUR_DOORS = _("Ouvrez votre porte, le temps d’une journée")
SPEND_A_DAY = _("Passez une journée dans un autre service que le vôtre")
CATALOGUE = _("Consulter d’abord le catalogue")

INVITATIONS = {
    PhaseKind.HOSTS: Invitation(
        _("les services hôtes peuvent s’inscrire"),
        OPEN_YOUR_DOORS,
        _(
            "Vous travaillez avec des enfants, des jeunes ou leurs proches ? Proposez à un·e collègue "
            "d’un autre service de partager votre quotidien. Vous choisissez les jours et le nombre "
            "de places."
        ),
        _("Proposer une offre"),
        "offers:propose",
        _("Lire les règles d’or des hôtes"),
        "desk:golden_rules",
    ),
    PhaseKind.PRIORITY: Invitation(
        _("accès prioritaire pour les équipes des services hôtes"),
        SPEND_A_DAY,
        _(
            "Votre service accueille des stagiaires ? Le lien privé qu’il a reçu vous ouvre le catalogue "
            "avant tout le monde. Les autres s’inscrivent dès la phase suivante."
        ),
        _("Voir les dates"),
        "desk:calendar",
        _("Demander le lien à ma référente ou mon référent"),
        "desk:coordinators",
    ),
    PhaseKind.TRAINEES: Invitation(
        _("les inscriptions des stagiaires sont ouvertes"),
        SPEND_A_DAY,
        _(
            "Vous travaillez avec des enfants, des jeunes ou leurs proches ? Des services vous ouvrent "
            "leurs portes, le temps d’une immersion."
        ),
        _("M’inscrire comme stagiaire"),
        "ranked:apply",
        CATALOGUE,
        "offers:catalogue",
    ),
    PhaseKind.MATCHING: Invitation(
        _("nous associons les demandes et les places"),
        _("Chaque demande rencontre une offre, si c’est possible"),
        _(
            "Les inscriptions sont closes. La coordination associe les demandes et les places, selon des "
            "règles connues d’avance ; chacun·e reçoit une réponse par courriel."
        ),
        _("Voir où en est ma demande"),
        "my_space",
        _("Lire comment cela se passe"),
        "desk:faq",
    ),
    PhaseKind.IMMERSIONS: Invitation(
        _("les immersions ont lieu"),
        _("Place à la rencontre"),
        _(
            "Vous avez reçu une place ? Prenez contact avec votre hôte sans attendre, dites vos attentes "
            "et fixez la date ensemble."
        ),
        _("Préparer mon immersion"),
        "my_space",
        _("Relire les règles d’or"),
        "desk:golden_rules",
    ),
    PhaseKind.FEEDBACK: Invitation(
        _("dites ce que vous avez vécu"),
        _("Racontez ce que vous avez vu"),
        _(
            "Votre avis aide les hôtes à mieux accueillir et prépare l’édition suivante. "
            "Quelques minutes suffisent."
        ),
        _("Donner mon avis"),
        "my_space",
        _("Découvrir des pratiques inspirantes"),
        "desk:programme",
    ),
}
BETWEEN = Invitation(
    _("entre deux étapes"),
    SPEND_A_DAY,
    _(
        "Une immersion, c’est une journée passée dans un autre service, pour comprendre le travail de "
        "l’intérieur et mettre des visages sur des noms."
    ),
    _("Voir le calendrier"),
    "desk:calendar",
    _("Découvrir le programme"),
    "desk:programme",
)
BY_LINK = Invitation(
    INVITATIONS[PhaseKind.PRIORITY].news,
    SPEND_A_DAY,
    _("Votre service accueille des stagiaires : le catalogue vous est ouvert avant tout le monde."),
    _("Consulter le catalogue"),
    "offers:catalogue",
    _("M’inscrire comme stagiaire"),
    "ranked:apply",
)


def invitation(request: HttpRequest, station: Station | None) -> Invitation:
    """What the page invites to in this phase; somewhere useful where the act is not there."""
    if station is None:
        return BETWEEN
    if station.phase.kind == PhaseKind.PRIORITY and active_link(request):
        return BY_LINK
    found = INVITATIONS.get(PhaseKind(station.phase.kind), BETWEEN)
    return found if found.url else BETWEEN


def days_left(station: Station, at: datetime) -> int:
    """Calendar days from today to the closing day, in the active zone."""
    closes = timezone.localtime(station.last_day).date()
    return max(0, (closes - timezone.localtime(at).date()).days)


def address_of(name: str) -> str:
    """The address of a page, '' where this installation has none of that name."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
