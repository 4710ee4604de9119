"""Coordinators and offers: the list, the page of one, every field by hand (IM-03, IM-05)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import ChoiceField, Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from croisee.core import journal
from croisee.core.clock import now
from croisee.core.listing import history, undo
from croisee.core.listing.views import NOT_MINE, edit_object, handle
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.schemes import scheme_of
from croisee.offers import actions, queries, rules
from croisee.offers.actions.contacts import read_contacts, write_contacts
from croisee.offers.enums import OfferState
from croisee.offers.forms.office import ContactsFormSet, OfferForm, RemarksForm
from croisee.offers.labels import described
from croisee.offers.models import Offer
from croisee.offers.office_edit import OFFERS
from croisee.offers.office_list import OfferList

METHODS = ["GET", "HEAD", "POST"]
STATE = ChoiceField(label=gettext_lazy("État"), choices=OfferState.choices)
FIELDS: dict[str, Field] = {**OfferForm.base_fields, "state": STATE}


@require_http_methods(METHODS)
@office_page
def offer_list(request: HttpRequest, edition: Edition) -> HttpResponse:
    return handle(request, OfferList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def review(request: HttpRequest, edition: Edition, offer_id: int) -> HttpResponse:
    """Read an offer; POST publishes it, asks for a correction, pauses or withdraws it."""
    offer = _offer(edition, offer_id)
    may = rules.may_moderate(request.user, offer, now())
    sent = request.POST if request.method == "POST" else None
    form = RemarksForm(sent, initial=offer.remarks)
    changed = request.method == "POST" and request.POST.get("seen") not in {
        None,
        str(offer.version),
    }
    if changed:
        form.add_error(None, _changed_meanwhile(offer))
    elif request.method == "POST" and may and form.is_valid():
        act = request.POST.get("act", "")
        if act != "correct" or form.remarks():
            return _carry_out(request, offer, act, form)
        form.add_error(None, _("Écrivez au moins une remarque : l’hôte doit savoir quoi corriger."))
    context = _page(request, edition, offer) | {"form": form, "may": may, "why_not": NOT_MINE}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "offers/office/review.html", context, status=status)


def _changed_meanwhile(offer: Offer) -> str:
    """What one decides about is what one has read."""
    told = _(
        "%(who)s a changé cette offre pendant que vous la lisiez : rien n’a été fait. Relisez-la, "
        "puis décidez."
    )
    return told % {"who": history.last_author(offer) or _("Quelqu’un")}


def _offer(edition: Edition, offer_id: int) -> Offer:
    found = queries.with_details(rules.visible_in_office(edition))
    return get_object_or_404(found.select_related("edition__programme"), pk=offer_id)


def _page(request: HttpRequest, edition: Edition, offer: Offer) -> dict[str, Any]:
    requests = scheme_of(edition.scheme).demand(edition).get(offer.pk, Counter())
    mine = queries.to_review_by(request.user, edition, now())
    waiting = list(mine.values_list("pk", flat=True))
    return {
        "edition": edition,
        "offer": offer,
        "described": described(offer),
        "places": sum(slot.capacity for slot in offer.slots.all()),
        "taken": sum(slot.taken for slot in offer.slots.all()),
        "withdraw_url": _withdrawing(offer),
        "requests": sum(requests.values()),
        "by_rank": sorted(requests.items()),
        "waiting": len(waiting),
        "next": next((pk for pk in waiting if pk != offer.pk), None),
        "history": history.lines(offer, *offer.slots.all(), fields=FIELDS),
        "undo": undo.fresh(request),
    }


def _carry_out(request: HttpRequest, offer: Offer, act: str, form: RemarksForm) -> HttpResponse:
    """Do the act, say so with a way back, and lead to the next offer that waits."""
    told = {
        "publish": _("L’offre %(number)s est publiée."),
        "correct": _("La demande de correction de l’offre %(number)s est partie."),
        "pause": _("L’offre %(number)s est en pause."),
        "resume": _("L’offre %(number)s est de retour au catalogue."),
        "withdraw": _("L’offre %(number)s est retirée."),
    }
    before = offer.state
    page = reverse("offers:office_review", args=[offer.edition_id, offer.pk])
    try:
        if act in told:
            _act(offer, act, form.remarks(), by=request.user)
    except actions.OfferStateError:
        messages.warning(request, _("Quelqu’un a déjà changé l’état de cette offre : relisez-la."))
        return redirect(page)
    except actions.PlacesTakenError:  # those who lose a place are shown first
        return redirect(_withdrawing(offer))
    if act not in told:
        return redirect(page)
    items = [(offer.pk, {"state": [before, offer.state]})]
    undo.remember(
        request, "offer", offer.edition_id, told[act] % {"number": offer.number}, items, page
    )
    return _next(request, offer) if before == "submitted" else redirect(page)


def _withdrawing(offer: Offer) -> str:
    """Where the scheme withdraws an offer that people have a place at."""
    return reverse(f"{offer.edition.scheme}:office_withdraw", args=[offer.edition_id, offer.pk])


def _act(offer: Offer, act: str, remarks: dict[str, str], *, by: Any) -> None:
    at = now()
    if act == "correct":
        actions.ask_correction(offer, remarks, by=by, at=at)
        return
    acts = {
        "publish": actions.publish_offer,
        "pause": actions.pause_offer,
        "resume": actions.resume_offer,
        "withdraw": actions.withdraw_offer,
    }
    acts[act](offer, by=by, at=at)


def _next(request: HttpRequest, offer: Offer) -> HttpResponse:
    mine = queries.to_review_by(request.user, offer.edition, now())
    following = mine.exclude(pk=offer.pk).first()
    if following:
        return redirect("offers:office_review", offer.edition_id, following.pk)
    return redirect("offers:office_list", offer.edition_id)


@require_http_methods(METHODS)
@office_page
def edit(request: HttpRequest, edition: Edition, offer_id: int) -> HttpResponse:
    """Every field of an offer and of its service."""
    back = reverse("offers:office_review", args=[edition.pk, offer_id])
    return edit_object(request, OFFERS, edition, offer_id, back=back, at=now())


@require_http_methods(METHODS)
@office_page
def contacts(request: HttpRequest, edition: Edition, offer_id: int) -> HttpResponse:
    """Who is written to about an offer."""
    offer = _offer(edition, offer_id)
    may = rules.may_moderate(request.user, offer, now())
    stored = read_contacts(offer)["contacts"]
    sent = request.POST if request.method == "POST" else None
    form = ContactsFormSet(sent, initial=stored)
    back = reverse("offers:office_review", args=[edition.pk, offer_id])
    if sent is not None and may and form.is_valid() and _contacts_saved(request, offer, form):
        return redirect(back)
    context = {"edition": edition, "offer": offer, "form": form, "forms": [form], "may": may}
    context |= {"back": back, "why_not": NOT_MINE, "seen": _seen(offer)}
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "offers/office/contacts.html", context, status=status)


def _seen(offer: Offer) -> str:
    """What the page shows, so that a colleague's change meanwhile is noticed."""
    rows = offer.contacts.order_by("order", "pk").values_list("person_id", "title")
    return ".".join(f"{person}-{title}" for person, title in rows)


@transaction.atomic
def _contacts_saved(request: HttpRequest, offer: Offer, form: Any) -> bool:
    Offer.objects.select_for_update().get(pk=offer.pk)
    if request.POST.get("seen") not in (None, _seen(offer)):
        told = _("Quelqu’un a changé ces contacts entre-temps : relisez-les ci-dessous.")
        form._non_form_errors.append(told)
        return False
    try:
        with transaction.atomic():
            write_contacts(offer, {"contacts": form.answers()}, request.user, now())
            scope = offer.edition.scope
            journal.record("offer.contacts_changed", offer, by=request.user, at=now(), scope=scope)
    except actions.OtherNameError as error:
        sentence = _("Cette adresse est celle de quelqu’un d’un autre nom : vérifiez-la.")
        form.forms[error.position].add_error("email", sentence)
        return False
    messages.success(request, _("Les contacts de l’offre %(n)s sont à jour.") % {"n": offer.number})
    return True
