"""An offer in the host's hands: its task list, its pages one by one, check and send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.editions.actions import accept_documents
from croisee.editions.enums import Audience, PhaseKind
from croisee.editions.models import Edition
from croisee.editions.queries import missing_acceptances, phase
from croisee.offers import actions, queries, rules
from croisee.offers.enums import OfferState
from croisee.offers.forms.kept import keeps_answers, typed_before
from croisee.offers.forms.steps import PageForm
from croisee.offers.forms.submitting import AcceptForm
from croisee.offers.forms.tasks import PAGES, first_unfinished, page_form, tasks_of
from croisee.offers.labels import LABELS, described, off_days_told
from croisee.offers.models import Offer
from croisee.offers.views.host_lists import SHAPES
from croisee.people.actions import ask_for_news

BOTH = ["GET", "HEAD", "POST"]


def own_offer(request: HttpRequest, offer_id: int, *, editable: bool = False) -> Offer:
    """An offer the person is a contact of; another's does not exist for them (rule 10)."""
    hosted = rules.hosted_by(request.user).select_related("edition__programme")
    if editable:
        hosted = hosted.filter(state__in=rules.EDITABLE)
    return get_object_or_404(queries.with_details(hosted), pk=offer_id)


@require_safe
@keeps_answers
def mine(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The task list of an offer: what is done, to do, to correct; what may be done with it."""
    offer = own_offer(request, offer_id)
    context = offer_context(offer)
    context["described"] = described(offer)
    return render(request, "offers/host/mine.html", context)


@require_http_methods(BOTH)
@keeps_answers
def step(request: HttpRequest, offer_id: int, page: str) -> HttpResponse:
    """One page of the registration, saved as a draft by either button."""
    offer = own_offer(request, offer_id, editable=True)
    if page not in PAGES:
        raise Http404
    later = "later" in request.POST
    data = request.POST if request.method == "POST" else typed_before(request)
    form = page_form(page, offer, request.user, data, unfinished=later)
    if request.method == "POST" and form.is_valid() and _saved(request, offer, page, form):
        if later:
            messages.success(request, _("Le brouillon est enregistré. Reprenez quand vous voulez."))
            return redirect("offers:host_offers")
        return _onwards(request, offer, page)
    if request.method != "POST" and data is not None:
        messages.info(request, _("Vous étiez déconnecté·e : vos réponses sont encore là."))
    number = list(PAGES).index(page) + 1
    context = offer_context(offer) | {"form": form, "page": page, "step_number": number}
    return render(request, f"offers/host/{_template(page)}.html", context)


@require_http_methods(BOTH)
@keeps_answers
def check(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Check the answers, accept the texts, send."""
    offer, at = own_offer(request, offer_id), now()
    if offer.state not in {OfferState.DRAFT, OfferState.CORRECTION}:
        waits = offer.state == OfferState.SUBMITTED
        return redirect("offers:received" if waits else "offers:mine", offer.pk)
    context = offer_context(offer)
    missing = missing_acceptances(request.user, offer.edition, Audience.HOST, at)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = AcceptForm(data, documents=missing, person=request.user)
    unfinished = [task for task in context["tasks"] if task.state == "todo"]
    may = rules.may_submit(offer, at) and not unfinished
    if request.method == "POST" and may and form.is_valid():
        return _send(request, offer, form)
    if request.method != "POST" and data is not None:
        messages.info(request, _("Vous étiez déconnecté·e : vos réponses sont encore là."))
    context |= {"form": form, "may": may, "unfinished": unfinished, "described": described(offer)}
    context["off_days"] = off_days_told(offer.suggested_dates, offer.weekdays)
    return render(request, "offers/host/check.html", context)


@require_safe
@keeps_answers
def received(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Confirmation, with what happens next."""
    offer = own_offer(request, offer_id)
    if offer.submitted_at is None:
        return redirect("offers:mine", offer.pk)
    return render(request, "offers/host/received.html", offer_context(offer))


def hosts_phase_context(edition: Edition) -> dict[str, Any]:
    """Whether offers may be sent now, or only from a date on that nobody holds by hand."""
    hosts, at = phase(edition, PhaseKind.HOSTS), now()
    late = bool(hosts and not hosts.is_open(at))
    coming = bool(late and hosts and hosts.follows_dates and hosts.opens_at > at)
    return {"hosts_phase": hosts, "late": late, "coming": coming}


def offer_context(offer: Offer) -> dict[str, Any]:
    tasks = tasks_of(offer)
    return {
        **hosts_phase_context(offer.edition),
        "offer": offer,
        "edition": offer.edition,
        "tasks": tasks,
        "next_task": first_unfinished(tasks),
        "pages": len(PAGES) + 1,
        "draft": offer.state in {OfferState.DRAFT, OfferState.CORRECTION},
        "remarks": offer.remarks if offer.state == OfferState.CORRECTION else {},
        "told_remarks": [(str(LABELS.get(n, n)), text) for n, text in offer.remarks.items()],
        "remark": offer.remarks.get("contacts", ""),
        "shape": SHAPES.get(OfferState(offer.state), ""),
        "withdraw_url": reverse(f"{offer.edition.scheme}:withdraw_offer", args=[offer.pk]),
        "crumbs": [
            (_("Mes offres"), reverse("offers:host_offers")),
            (offer.title or _("Nouvelle offre"), ""),
        ],
    }


def _template(page: str) -> str:
    return "contacts" if page == "contacts" else "step"


def _saved(request: HttpRequest, offer: Offer, page: str, form: PageForm) -> bool:
    """Store the page, or say beside the fields why not."""
    shown = request.POST.get("shown", "")
    try:
        actions.save_answers(offer, page, form.answers(), shown=shown, by=request.user, at=now())
    except actions.ChangedMeanwhileError as changed:
        form.changed_meanwhile(changed.current)
    except actions.PlacesTakenError as error:
        form.add_error("places", _places_taken(error.taken))
    except actions.OtherNameError as error:
        form.other_name(error.position)  # type: ignore[attr-defined]
    else:
        return True
    return False


def _places_taken(taken: int) -> str:
    return _("Déjà %(taken)d places sont attribuées : gardez-en au moins autant.") % {
        "taken": taken
    }


def _onwards(request: HttpRequest, offer: Offer, page: str) -> HttpResponse:
    """The next page while drafting, the next one remarked on while correcting; back once sent."""
    if offer.state not in {OfferState.DRAFT, OfferState.CORRECTION}:
        messages.success(request, _("C’est enregistré."))
        return redirect("offers:mine", offer.pk)
    names = list(PAGES)
    following = names[names.index(page) + 1 :]
    if offer.state == OfferState.CORRECTION:
        unfinished = {
            task.page for task in tasks_of(own_offer(request, offer.pk)) if task.state != "done"
        }
        following = [name for name in following if name in unfinished]
    if following:
        return redirect("offers:step", offer.pk, following[0])
    return redirect("offers:check", offer.pk)


def _send(request: HttpRequest, offer: Offer, form: AcceptForm) -> HttpResponse:
    """Sent twice at once, it is sent once: the second finds it sent and confirms."""
    at = now()
    accept_documents(request.user, form.documents, at=at)
    if form.cleaned_data.get("newsletter_optin"):
        ask_for_news(request.user, by=request.user, at=at)
    try:
        actions.submit_offer(offer, by=request.user, at=at)
    except actions.OfferStateError:
        offer.refresh_from_db()
    return redirect("offers:received", offer.pk)
