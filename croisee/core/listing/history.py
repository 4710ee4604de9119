"""The journal of an object in sentences: who did what, when (IM-05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.journal import HIDDEN
from croisee.core.listing.words import in_words, shortened
from croisee.core.models import JournalEntry
from croisee.core.written_dates import span_full
from croisee.core.written_lists import apart

MOST = 30
Fields = Mapping[str, forms.Field]
# Names of journaled fields no form has.
NAMES: dict[str, Any] = {
    "capacity": gettext_lazy("Places"),
    "state": gettext_lazy("État"),
    "choices": gettext_lazy("Choix"),
    "role": gettext_lazy("Rôle"),
    "ends_on": gettext_lazy("Dernier jour"),
    "opens_at": gettext_lazy("Ouvre le"),
    "closes_at": gettext_lazy("Ferme le"),
    "sessions": gettext_lazy("Quand"),
}
# Bare numbers of rows: the verb and the remark say it, the numbers say nothing.
UNSAID = {"placement"}

# What each verb says of its object. An unknown verb is shown as it is written.
VERBS: dict[str, Promise] = {
    "offer.started": gettext_lazy("a commencé l’offre"),
    "offer.submitted": gettext_lazy("a remis l’offre"),
    "offer.published": gettext_lazy("a publié l’offre"),
    "offer.correction_asked": gettext_lazy("a demandé une correction"),
    "offer.paused": gettext_lazy("a mis l’offre en pause"),
    "offer.resumed": gettext_lazy("a remis l’offre au catalogue"),
    "offer.withdrawn": gettext_lazy("a retiré l’offre"),
    "offer.places_set": gettext_lazy("a changé le nombre de places"),
    "offer.changed": gettext_lazy("a modifié l’offre"),
    "offer.contacts_changed": gettext_lazy("a modifié les contacts de l’offre"),
    "service.changed": gettext_lazy("a modifié le service"),
    "participation.declined": gettext_lazy("a noté « pas cette année »"),
    "participation.resumed": gettext_lazy("a noté que l’institution participe finalement"),
    "participation.changed": gettext_lazy("a modifié la participation de l’institution"),
    "priority_link.given": gettext_lazy("a donné un lien d’accès prioritaire"),
    "priority_link.revoked": gettext_lazy("a arrêté un lien d’accès prioritaire"),
    "priority_link.restored": gettext_lazy("a remis en marche un lien d’accès prioritaire"),
    "application.made": gettext_lazy("a créé l’inscription"),
    "application.begun": gettext_lazy("a commencé l’inscription"),
    "application.choices": gettext_lazy("a changé les choix"),
    "application.changed": gettext_lazy("a modifié l’inscription"),
    "application.submitted": gettext_lazy("a remis l’inscription"),
    "application.withdrawn": gettext_lazy("a retiré l’inscription"),
    "application.restored": gettext_lazy("a rétabli l’inscription"),
    "placement.made": gettext_lazy("a attribué la place"),
    "placement.cancelled": gettext_lazy("a annulé le stage"),
    "placement.changed": gettext_lazy("a modifié le suivi du stage"),
    "placement.contacted": gettext_lazy("a noté que le contact est pris"),
    "placement.dated": gettext_lazy("a fixé la date du stage"),
    "placement.done": gettext_lazy("a noté que le stage a eu lieu"),
    "placement.partly": gettext_lazy("a noté que le stage a eu lieu en partie"),
    "placement.no_show": gettext_lazy("a noté une absence"),
    "placement.replaced": gettext_lazy("a remplacé la place"),
    "person.registered": gettext_lazy("a enregistré la personne"),
    "person.merged": gettext_lazy("a réuni deux fiches de cette personne"),
    "person.viewed_as": gettext_lazy("a regardé le site comme cette personne"),
    "person.second_factor_removed": gettext_lazy("a retiré l’application d’authentification"),
    "service.merged": gettext_lazy("a réuni deux fiches de ce service"),
    "organisation.merged": gettext_lazy("a réuni deux fiches de cette institution"),
    "duplicate.dismissed": gettext_lazy(
        "a noté que deux fiches qui se ressemblent sont différentes"
    ),
    "person.changed": gettext_lazy("a modifié la fiche de la personne"),
    "person.email_changed": gettext_lazy("a changé l’adresse e-mail"),
    "person.closed": gettext_lazy("a fermé l’accès"),
    "person.opened": gettext_lazy("a rouvert l’accès"),
    "person.code_given": gettext_lazy("a donné un code de connexion par téléphone"),
    "person.news_asked": gettext_lazy("a demandé le courrier"),
    "person.announcements_refused": gettext_lazy("ne veut plus d’annonces ni de courrier"),
    "person.made_administrator": gettext_lazy("a donné l’administration de l’installation"),
    "imported.made": gettext_lazy("a créé, en important un tableur,"),
    "imported.changed": gettext_lazy("a modifié, en important un tableur,"),
    "imported.undone": gettext_lazy("a repris ce qu’un import avait changé à"),
    "imported.removed": gettext_lazy("a retiré, en annulant un import,"),
    "import.taken": gettext_lazy("a importé des tableurs"),
    "import.discarded": gettext_lazy("a abandonné un import"),
    "import.undone": gettext_lazy("a annulé un import"),
    "import.headings_said": gettext_lazy("a dit ce que contiennent des colonnes"),
    "reminder.failed": gettext_lazy("n’a pas pu écrire un rappel"),
    "mail.retried": gettext_lazy("a renvoyé un message"),
    "mail.cancelled": gettext_lazy("a annulé un message"),
    "mail.released": gettext_lazy("a laissé partir un message"),
    "mail.taken_back": gettext_lazy("est revenu·e sur un choix fait pour un message"),
    "mail.in_doubt": gettext_lazy("ne sait pas si un message est parti"),
    "mail.doubt_resolved": gettext_lazy("a tranché un envoi incertain"),
    "mail.paused": gettext_lazy("a suspendu les envois"),
    "mail.resumed": gettext_lazy("a repris les envois"),
    "mailing.made": gettext_lazy("a commencé un message à plusieurs"),
    "mailing.changed": gettext_lazy("a modifié un message à plusieurs"),
    "mailing.tried": gettext_lazy("s’est envoyé un essai"),
    "mailing.sent": gettext_lazy("a écrit à plusieurs personnes"),
    "mailing.held_back": gettext_lazy("a retenu ce qui n’était pas parti"),
    "mailing.let_go": gettext_lazy("a laissé partir ce qui était retenu"),
    "mailing.dropped": gettext_lazy("a jeté un brouillon de message"),
    "round.opened": gettext_lazy("a ouvert un tour de matching"),
    "round.dated": gettext_lazy("a changé les dates d’un tour"),
    "round.simulated": gettext_lazy("a simulé un tour"),
    "round.published": gettext_lazy("a publié un tour"),
    "decision.pin": gettext_lazy("a fixé une paire"),
    "decision.forbid": gettext_lazy("a exclu une paire"),
    "decision.lifted": gettext_lazy("a levé une décision"),
    "role.granted": gettext_lazy("a donné un rôle"),
    "role.ended": gettext_lazy("a mis fin à un rôle"),
    "edition.made": gettext_lazy("a créé l’édition"),
    "edition.changed": gettext_lazy("a modifié l’édition"),
    "edition.trial_wiped": gettext_lazy("a effacé les données d’essai"),
    "phase.changed": gettext_lazy("a modifié une phase"),
    "text.changed": gettext_lazy("a modifié un texte"),
    "message_text.changed": gettext_lazy("a modifié le texte d’un message"),
    "document.published": gettext_lazy("a publié des conditions ou des règles d’or"),
}

# What an import touched, said after its verb.
THINGS: dict[str, Promise] = {
    "offers.offer": gettext_lazy("l’offre"),
    "ranked.application": gettext_lazy("l’inscription"),
    "people.person": gettext_lazy("la personne"),
    "directory.service": gettext_lazy("le service"),
    "directory.organisation": gettext_lazy("l’institution"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str]]
    note: str


def entries(subjects: Iterable[Model]) -> QuerySet[JournalEntry]:
    """Everything the journal holds of some objects, newest first."""
    found = JournalEntry.objects.none()
    for subject in subjects:
        found |= JournalEntry.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        )
    return found.select_related("actor")


def lines(*subjects: Model, fields: Fields | None = None) -> list[Line]:
    """The latest entries of one or several objects; `fields` put names and codes into words."""
    return told(entries(subjects)[:MOST], fields)


def told(found: Iterable[JournalEntry], fields: Fields | None = None) -> list[Line]:
    return [_line(entry, fields or {}) for entry in found]


def _line(entry: JournalEntry, fields: Fields) -> Line:
    changes = [
        (str(_label(name, fields)), _pair(pair, fields.get(name)))
        for name, pair in entry.changes.items()
        if isinstance(pair, list) and len(pair) == 2 and name not in UNSAID
    ]
    what = str(VERBS.get(entry.verb, entry.verb))
    if entry.verb.startswith("imported."):
        what = f"{what} {THINGS.get(entry.subject_type, '')}".rstrip()
    who = str(entry.actor) if entry.actor else _("Croisée")
    return Line(entry.at, who, what, changes, entry.note)


def _label(name: str, fields: Fields) -> Any:
    return fields[name].label if name in fields else NAMES.get(name, name)


def _pair(pair: list[Any], field: forms.Field | None) -> str:
    if pair[0] == HIDDEN:
        return _("modifié")
    pair = [_days(value) for value in pair]
    old, new = (shortened(in_words(field, value), 60) for value in pair)
    return f"{old} → {new}"


def _days(value: Any) -> Any:
    """Spans kept as instants, `[[start, end], …]`, as one says them; anything else as it is."""
    if not isinstance(value, list) or not all(isinstance(one, list) for one in value):
        return value
    return apart(span_full(*map(datetime.fromisoformat, span)) for span in value)


def last_author(thing: Model | None) -> str:
    """Who changed an object last, to be named in a conflict."""
    if thing is None:
        return ""
    entry = entries([thing]).first()
    return str(entry.actor) if entry and entry.actor else ""
