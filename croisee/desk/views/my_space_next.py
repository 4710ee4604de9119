"""One sentence: what is next for me. The most urgent of all sides speaks; one button acts on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from croisee.core.written_dates import date_full
from croisee.desk.views.my_space_sides import HostSide, Received, Stage, State, TraineeSide
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.schemes.ranked.models import Application


@dataclass(frozen=True)
class Next:
    """`more` explains the sentence; `also` is a second, quieter act: label, address, whether a POST."""

    order: int
    sentence: str
    label: str = ""
    url: str = ""
    post: bool = False
    also: tuple[str, str, bool] | None = None
    more: str = ""


def what_is_next(trainee: TraineeSide | None, host: HostSide | None) -> Next | None:
    """The lowest order first; None for somebody who has nothing here yet."""
    found = [*(_of_trainee(trainee) if trainee else ()), *(_of_host(host) if host else ())]
    return min(found, key=lambda step: step.order, default=None)


def _of_trainee(side: TraineeSide) -> Iterator[Next]:
    if side.stage:
        yield from _of_stage(side, side.stage)
        return
    if side.application is None:
        yield from _of_withdrawn(side)
        return
    if side.application.state == Application.State.DRAFT:
        yield from _of_draft(side)
    elif side.freed:
        sentence = _("Votre place n’est plus disponible. Vous attendez le prochain tour.")
        yield _before_the_next_round(side, sentence, _("En savoir plus"))
    elif side.round_told:
        sentence = _("Il n’y avait pas de place pour vous dans ce tour. Vous restez sur la liste.")
        yield _before_the_next_round(side, sentence, _("Comprendre pourquoi"))
    else:
        yield Next(60, _waiting(side), _("Revoir mes choix"), reverse("ranked:mine"))


def _before_the_next_round(side: TraineeSide, sentence: str, why: str) -> Next:
    """While choices may change, changing them is what helps; the reason stands beside it."""
    phase, reason = side.trainees_phase, reverse("ranked:why")
    if not (side.may_register and phase):
        return Next(40, sentence, why, reason)
    more = _("Le tour suivant compte vos choix sans rien refaire ; vous pouvez encore en changer.")
    if phase.follows_dates:
        more = _(
            "Le tour suivant compte vos choix sans rien refaire. Vous pouvez en changer, et prendre "
            "une offre où il reste de la place, jusqu’au %(closes)s."
        ) % {"closes": date_full(phase.closes_at)}
    also = (why, reason, False)
    return Next(40, sentence, _("Revoir mes choix"), reverse("ranked:mine"), also=also, more=more)


def _of_withdrawn(side: TraineeSide) -> Iterator[Next]:
    """What happened, then what is possible: register again, or ask."""
    if side.withdrawal is None:
        return
    told = side.withdrawal.sentence
    if side.may_register:
        more = _("Vous pouvez encore vous réinscrire.")
        yield Next(65, told, _("Me réinscrire"), reverse("ranked:apply"), more=more)
    else:
        more = _(
            "Les inscriptions ne sont plus ouvertes ; votre référent·e vous dit ce qui reste possible."
        )
        label, url = _("Trouver ma référente ou mon référent"), reverse("desk:coordinators")
        yield Next(75, told, label, url, more=more)


def _of_draft(side: TraineeSide) -> Iterator[Next]:
    phase = side.trainees_phase
    if side.may_register and phase:
        told = _("Terminez votre inscription.")
        if phase.follows_dates:
            sentence = _("Terminez votre inscription avant le %(closes)s.")
            told = sentence % {"closes": date_full(phase.closes_at)}
        yield Next(25, told, _("Continuer mon inscription"), reverse("ranked:apply"))
    else:
        yield Next(70, _("Votre inscription n’a pas été envoyée ; les inscriptions sont closes."))


def _waiting(side: TraineeSide) -> str:
    if side.matching_phase and side.matching_phase.follows_dates:
        return _("Rien à faire pour le moment : le résultat arrive au plus tard le %(date)s.") % {
            "date": date_full(side.matching_phase.closes_at)
        }
    return _("Rien à faire pour le moment : le résultat arrive par courriel.")


def _of_stage(side: TraineeSide, stage: Stage) -> Iterator[Next]:
    pk, state = stage.placement.pk, stage.placement.state
    whom = stage.contact.person.full_name if stage.contact else _("votre hôte")
    if state == State.ASSIGNED:
        done = (_("C’est déjà fait"), reverse("placements:contacted", args=[pk]), True)
        yield Next(10, _write_to(side, whom), _("Préparer le message"), side.letter, also=done)
    elif state == State.CONTACTED:
        told = _("Notez ici la date fixée avec %(whom)s.") % {"whom": whom}
        yield Next(20, told, _("Fixer la date"), reverse("placements:date", args=[pk]))
    elif state == State.DATED and stage.session and not stage.past:
        told = _("Votre immersion a lieu le %(date)s.")
        if len(stage.sessions) > 1:
            told = _("La prochaine date de votre immersion : le %(date)s.")
        url = reverse("placements:calendar", args=[pk])
        other = (_("Changer la date"), reverse("placements:date", args=[pk]), False)
        date = date_full(stage.session.starts_at)
        yield Next(30, told % {"date": date}, _("Ajouter à mon agenda"), url, also=other)
    elif state == State.DATED:
        told = _("Votre immersion a-t-elle eu lieu ?")
        yield Next(12, told, _("Répondre"), reverse("placements:outcome", args=[pk]))
    elif state == State.NO_SHOW:
        told = _("L’immersion n’a pas eu lieu. Votre référent·e vous dit ce qui reste possible.")
        label, url = _("Trouver ma référente ou mon référent"), reverse("desk:coordinators")
        yield Next(78, told, label, url)
    else:
        yield Next(80, _("Merci d’avoir participé. Racontez votre journée à votre équipe."))


def _write_to(side: TraineeSide, whom: str) -> str:
    if side.deadline:
        return _("Écrivez à %(whom)s avant le %(date)s pour fixer votre journée.") % {
            "whom": whom,
            "date": date_full(side.deadline),
        }
    return _("Écrivez à %(whom)s pour fixer votre journée.") % {"whom": whom}


def _of_host(side: HostSide) -> Iterator[Next]:
    for own in side.offers:
        yield from _of_offer(side, own.offer)
    for received in side.received:
        yield from _of_received(received)
    if side.lists.awaited and side.lists.open:
        told = _("Reprenez votre offre de l’an dernier en deux clics.")
        yield Next(35, told, _("Reprendre mon offre"), reverse("offers:host_offers"))


def _of_offer(side: HostSide, offer: Offer) -> Iterator[Next]:
    named, url = {"title": offer.title or offer.number}, reverse("offers:mine", args=[offer.pk])
    if offer.state == OfferState.CORRECTION:
        told = _("Votre référent·e vous demande de corriger « %(title)s ».") % named
        yield Next(5, told, _("Corriger"), url)
    elif offer.state == OfferState.DRAFT and side.lists.open:
        told = _("Terminez votre offre.")
        phase = side.lists.hosts_phase
        if phase and phase.follows_dates:
            closes = {"closes": date_full(phase.closes_at)}
            told = _("Terminez votre offre avant le %(closes)s.") % closes
        yield Next(26, told, _("Continuer mon offre"), url)
    elif offer.state == OfferState.SUBMITTED:
        told = _("Rien à faire pour le moment : « %(title)s » est en relecture.") % named
        yield Next(62, told, _("Revoir l’offre"), url)
    elif offer.state == OfferState.PUBLISHED:
        told = _("« %(title)s » est dans le catalogue. Prévenez votre équipe.") % named
        yield Next(61, told, _("Voir l’offre"), url)
    elif offer.state == OfferState.PAUSED:
        told = _("« %(title)s » est en pause : personne ne peut la choisir.") % named
        yield Next(50, told, _("Voir l’offre"), url)


def _of_received(received: Received) -> Iterator[Next]:
    pk, state = received.placement.pk, received.placement.state
    whom = {"whom": received.person.full_name if received.person else ""}
    if state == State.DATED and received.past:
        told = _("L’immersion de %(whom)s a-t-elle eu lieu ?") % whom
        yield Next(12, told, _("Répondre"), reverse("placements:outcome", args=[pk]))
    elif state == State.CONTACTED:
        told = _("Fixez la date avec %(whom)s.") % whom
        yield Next(22, told, _("Noter la date"), reverse("placements:date", args=[pk]))
    elif state == State.ASSIGNED:
        told = _("%(whom)s va vous écrire. Prévenez déjà votre équipe.") % whom
        yield Next(
            32, told, _("Imprimer l’avis à l’équipe"), reverse("placements:notice", args=[pk])
        )
    elif state == State.DATED:
        told = _("%(whom)s vient le %(date)s.") % {
            **whom,
            "date": date_full(received.session.starts_at if received.session else None),
        }
        yield Next(
            31, told, _("Imprimer l’avis à l’équipe"), reverse("placements:notice", args=[pk])
        )
