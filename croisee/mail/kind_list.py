"""Every kind of message: what each may say, and which values are never empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

COORDINATOR: Final = frozenset({"coordinator_name", "coordinator_email", "coordinator_phone"})
EVERYWHERE: Final = {"first_name", "last_name", "edition", "link", "site_link"} | COORDINATOR

# What a message about one immersion may say of it.
STAGE: Final = (
    "host service offer number address access lunch trainee email phone "
    "contact_name contact_title contact_email contact_phone"
)
CANCELLED: Final = f"{STAGE} reason news what_next"


@dataclass(frozen=True)
class Kind:
    """`placeholders` may stand in the text; values for `required` are never empty.

    A `secret` message opens a door: its content is wiped once sent or given up. A `composed` one
    is written by the coordination each time (desk/writing); its file gives the footer. An
    `automatic` one leaves at its time, unless the edition switched it off.
    """

    name: str
    label: Promise
    placeholders: frozenset[str]
    required: frozenset[str]
    urgent: bool = False
    lasts: timedelta | None = None
    secret: bool = False
    composed: bool = False
    automatic: bool = False


def _kind(name: str, label: Promise, own: str, required: str, **more: object) -> Kind:
    placeholders = frozenset(EVERYWHERE | set(own.split()))
    return Kind(name, label, placeholders, frozenset(required.split()), **more)  # type: ignore[arg-type]


ALL: Final = [
    _kind(
        "sign_in",
        gettext_lazy("Lien et code de connexion"),
        "code minutes",
        "link code",
        urgent=True,
        lasts=timedelta(minutes=10),
        secret=True,
    ),
    _kind(
        "invitation",
        gettext_lazy("Invitation d’un membre de l’équipe"),
        "inviter role territory",
        "link",
    ),
    _kind(
        "second_factor_removed",
        gettext_lazy("Application d’authentification retirée"),
        "inviter",
        "link inviter",
    ),
    _kind("access_closed", gettext_lazy("Accès fermé"), "inviter", "inviter"),
    _kind("access_reopened", gettext_lazy("Accès rouvert"), "inviter", "link inviter"),
    _kind(
        "host_registered",
        gettext_lazy("Offre reçue"),
        "host offer number places summary conditions golden_rules",
        "link",
    ),
    _kind(
        "trainee_registered",
        gettext_lazy("Inscription reçue"),
        "choices summary deadline results_on conditions golden_rules",
        "link",
    ),
    _kind(
        "application_changed",
        gettext_lazy("Choix changés par la coordination"),
        "choices deadline results_on",
        "link",
    ),
    _kind(
        "application_withdrawn",
        gettext_lazy("Inscription retirée"),
        "news choices deadline",
        "link news",
    ),
    _kind("offer_published", gettext_lazy("Offre publiée"), "host offer number places", "link"),
    _kind(
        "offer_correction",
        gettext_lazy("Offre à corriger"),
        "host offer number remarks",
        "link remarks",
    ),
    _kind(
        "result_trainee",
        gettext_lazy("Résultat : une place"),
        "choice_rank offer number host service address contact_name contact_title contact_email "
        "contact_phone other_contacts dates access lunch deadline profession employer email phone "
        "expectations golden_rules withdraw_link why_link former_host former_dates reason",
        "host",
    ),
    _kind(
        "result_host",
        gettext_lazy("Résultat : les stagiaires d’un hôte"),
        "host trainees deadline golden_rules",
        "trainees",
    ),
    _kind(
        "result_none",
        gettext_lazy("Résultat : pas de place"),
        "reason next_round places_left",
        "",
    ),
    _kind(
        "placement_dated",
        gettext_lazy("Date fixée"),
        f"{STAGE} dates what_next",
        "link dates",
    ),
    _kind(
        "cancelled_trainee",
        gettext_lazy("Annulation : le·la stagiaire"),
        CANCELLED,
        "link news",
    ),
    _kind("cancelled_host", gettext_lazy("Annulation : l’hôte"), CANCELLED, "link news"),
    _kind(
        "cancelled_coordinator",
        gettext_lazy("Annulation : la coordination"),
        CANCELLED,
        "link news",
    ),
    _kind(
        "cancelled_trace",
        gettext_lazy("Annulation : à qui a renoncé"),
        CANCELLED,
        "link news",
    ),
    _kind(
        "priority_opens",
        gettext_lazy("L’accès prioritaire s’ouvre"),
        "host deadline",
        "link host",
        automatic=True,
    ),
    _kind(
        "priority_closes",
        gettext_lazy("L’accès prioritaire se ferme bientôt"),
        "host deadline",
        "link host",
        automatic=True,
    ),
    _kind(
        "offer_unfinished",
        gettext_lazy("Offre commencée, à envoyer avant la clôture"),
        "host offer number deadline",
        "link",
        automatic=True,
    ),
    _kind(
        "application_unfinished",
        gettext_lazy("Inscription commencée, à envoyer avant la clôture"),
        "choices deadline",
        "link",
        automatic=True,
    ),
    _kind(
        "no_contact_trainee",
        gettext_lazy("Sans contact après 10 jours : le·la stagiaire"),
        f"{STAGE} answer_link",
        "link answer_link",
        automatic=True,
    ),
    _kind(
        "no_contact_host",
        gettext_lazy("Sans contact quelques jours plus tard : l’hôte"),
        f"{STAGE} answer_link trainees",
        "trainee trainees",
        automatic=True,
    ),
    _kind(
        "upcoming_trainee",
        gettext_lazy("7 et 2 jours avant la date : le·la stagiaire"),
        f"{STAGE} dates when",
        "link dates when",
        automatic=True,
    ),
    _kind(
        "upcoming_host",
        gettext_lazy("7 et 2 jours avant la date : l’hôte"),
        f"{STAGE} dates when trainees",
        "when trainee trainees",
        automatic=True,
    ),
    _kind(
        "took_place_trainee",
        gettext_lazy("« A-t-elle eu lieu ? » le lendemain : le·la stagiaire"),
        f"{STAGE} dates answer_link again",
        "answer_link",
        automatic=True,
    ),
    _kind(
        "took_place_host",
        gettext_lazy("« A-t-elle eu lieu ? » le lendemain : l’hôte"),
        f"{STAGE} dates answer_link again trainees",
        "trainee trainees",
        automatic=True,
    ),
    _kind(
        "letter",
        gettext_lazy("Message de la coordination"),
        "opens_on deadline programme_link catalogue_link propose_link",
        "",
        composed=True,
    ),
    _kind(
        "announcement",
        gettext_lazy("Annonce ou courrier"),
        "opens_on deadline programme_link catalogue_link propose_link unsubscribe_link",
        "unsubscribe_link",
        composed=True,
    ),
]
