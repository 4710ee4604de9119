"""A trainee registers: the start, short pages, check and send, confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from croisee.core.clock import now
from croisee.editions.actions import accept_documents
from croisee.editions.enums import Audience
from croisee.editions.models import Edition
from croisee.editions.queries import current_edition, missing_acceptances
from croisee.offers.forms.kept import keeps_answers, typed_before
from croisee.offers.forms.steps import PageForm
from croisee.offers.forms.submitting import AddressForm
from croisee.offers.models import Offer
from croisee.offers.views.host_door import ask_address
from croisee.people.actions import ask_for_news
from croisee.schemes.ranked import actions
from croisee.schemes.ranked.actions import answers as pages
from croisee.schemes.ranked.actions import applications
from croisee.schemes.ranked.forms.participant import FORMS, SendForm
from croisee.schemes.ranked.labels import described
from croisee.schemes.ranked.models import Application
from croisee.schemes.ranked.views.participant_shortlist import KEY, Visitor, visitor
from croisee.schemes.ranked.views.participant_tasks import (
    frame,
    problems_of,
    tasks_of,
)

BOTH = ["GET", "HEAD", "POST"]
State = Application.State


def present(request: HttpRequest) -> tuple[Edition, Visitor]:
    """The edition shown and who looks at it; without an edition there is no such page."""
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition, visitor(request, edition, now())


@login_not_required
@never_cache
@require_http_methods(BOTH)
def apply(request: HttpRequest) -> HttpResponse:
    """What being a trainee means, and the beginning; who is known goes on where they were."""
    edition, who = present(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and who.person is None and who.may:
        response = ask_address(request, form)
        if response:
            return response
    asked = _asked(request, edition)
    if who.application and who.application.state == State.SUBMITTED and asked is None:
        return redirect("ranked:mine")
    context = frame(who) | {
        "form": form,
        "next": reverse("ranked:page", args=[pages.YOU]),
        "asked": asked,
        "remembered": len(who.remembered),
    }
    return render(request, "ranked/participant/apply.html", context)


@require_http_methods(BOTH)
@keeps_answers
def page(request: HttpRequest, page: str) -> HttpResponse:
    """One page; the draft exists from the first answer on."""
    edition, who = present(request)
    if page not in FORMS:
        raise Http404
    if not who.may and not _placed(who):
        return redirect("ranked:apply")
    data = request.POST if request.method == "POST" else typed_before(request)
    stored = pages.read(page, who.application, request.user)
    form = FORMS[page](data, stored=stored, edition=edition)
    if "later" in request.POST:
        form.unfinished()
    if request.method == "POST" and form.is_valid() and _saved(request, who, page, form):
        return _onwards(request, who, page)
    if request.method != "POST" and data is not None:
        messages.info(request, _("Vous étiez déconnecté·e : vos réponses sont encore là."))
    return render(request, "ranked/participant/page.html", frame(who, page) | {"form": form})


@require_http_methods(BOTH)
@keeps_answers
def check(request: HttpRequest) -> HttpResponse:
    """Check the answers, accept, send. Sent twice at once, it is sent once."""
    edition, who = present(request)
    application = who.application
    if application is None or application.state == State.WITHDRAWN:
        return redirect("ranked:apply")
    if application.state == State.SUBMITTED:
        return redirect("ranked:received")
    missing = missing_acceptances(request.user, edition, Audience.TRAINEE, who.at)
    data = request.POST if request.method == "POST" else typed_before(request)
    form = SendForm(data, documents=missing, person=request.user)
    problems, unfinished = problems_of(who), [task for task in tasks_of(who) if not task.done]
    ready = who.may and not problems and not unfinished
    if request.method == "POST" and ready and form.is_valid():
        return _send(request, application, form)
    if request.method != "POST" and data is not None:
        messages.info(request, _("Vous étiez déconnecté·e : vos réponses sont encore là."))
    context = frame(who, "relire") | {
        "form": form,
        "problems": problems,
        "unfinished": unfinished,
        "ready": ready,
        "described": described(application),
        "choices": application.choices.select_related("offer__service__organisation"),
    }
    return render(request, "ranked/participant/check.html", context)


@require_safe
@keeps_answers
def received(request: HttpRequest) -> HttpResponse:
    """Confirmation, with what happens next."""
    _edition, who = present(request)
    if who.application is None or who.application.state != State.SUBMITTED:
        return redirect("ranked:apply")
    return render(request, "ranked/participant/received.html", frame(who))


def _saved(request: HttpRequest, who: Visitor, page: str, form: PageForm) -> bool:
    at, by = now(), request.user
    if who.application is None or who.application.state == State.WITHDRAWN:
        choices = who.remembered
        who.application = applications.begin_application(
            who.edition, link=who.link, choices=choices, by=by, at=at
        )
        request.session.pop(KEY, None)
    shown = request.POST.get("shown", "")
    try:
        applications.save_page(who.application, page, form.answers(), shown=shown, by=by, at=at)
    except applications.ChangedMeanwhileError as changed:
        form.changed_meanwhile(changed.current)
        return False
    return True


def _onwards(request: HttpRequest, who: Visitor, page: str) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Le brouillon est enregistré. Reprenez quand vous voulez."))
        return redirect("my_space")
    if who.application and who.application.state == State.SUBMITTED:
        messages.success(request, _("C’est enregistré."))
        return redirect("my_space")
    following = {pages.YOU: ["ranked:page", pages.WORK], pages.WORK: ["ranked:mine"]}
    return redirect(*following.get(page, ["ranked:check"]))


def _send(request: HttpRequest, application: Application, form: SendForm) -> HttpResponse:
    at = now()
    accept_documents(request.user, form.documents, at=at)
    if form.cleaned_data.get("newsletter_optin"):
        ask_for_news(request.user, by=request.user, at=at)
    application.hierarchy_agreement = form.cleaned_data["hierarchy_agreement"]
    application.confidentiality_accepted = form.cleaned_data["confidentiality_accepted"]
    applications.submit_application(application, by=request.user, at=at)
    return redirect("ranked:received")


def _placed(who: Visitor) -> bool:
    """Who has a place may still say what they expect and how to reach them."""
    return bool(who.application and who.application.placement_id)


def _asked(request: HttpRequest, edition: Edition) -> Any:
    """The offer whose page led here (`?offre=`), to be added by a button."""
    number = request.GET.get("offre", "")[:20]
    if not number or "\x00" in number:
        return None
    return Offer.objects.filter(edition=edition, number=number, state="published").first()


__all__ = ["actions", "apply", "check", "page", "received"]
