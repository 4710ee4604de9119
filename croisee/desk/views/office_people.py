"""Helping by phone: the persons of a programme, and all one needs to know of one of them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from croisee.core.clock import now
from croisee.core.listing import history, undo
from croisee.core.listing.views import edit_object, handle
from croisee.core.models import JournalEntry
from croisee.desk import people, view_as
from croisee.desk import rules as desk_rules
from croisee.desk.duplicates.suspects import suspected_of
from croisee.desk.journal_words import fields_by_kind
from croisee.editions import rules
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.people.sign_in import give_code
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application

METHODS = ["GET", "HEAD", "POST"]
LATEST = 40


@require_http_methods(METHODS)
@office_page
def people_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    return handle(request, people.PersonList(edition, request.user, now()))


@require_http_methods(METHODS)
@office_page
def person_page(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    """Everything sent to and done by somebody; POST gives a code to say on the phone."""
    person = people.PEOPLE.load(edition, person_id)
    if person is None:
        return _kept_instead(edition, person_id)
    may = people.may_change(request.user, person, edition.programme, now())
    context = _all_of(edition, person) | {"may": may, "undo": undo.fresh(request)}
    context["why_not"] = "" if may else _why_not(person)
    context["may_remove_factor"] = desk_rules.may_remove_second_factor(
        request.user, person, edition.programme, now()
    )
    context["may_access"] = rules.may_change_access(request.user, person, edition.programme, now())
    context["may_view"] = view_as.may_view_as(request.user, person, edition.programme, now())
    if request.method == "POST" and may and request.POST.get("act") == "code":
        context["code"] = give_code(person, by=request.user, at=now())
    status = 403 if request.method == "POST" and not may else 200
    return render(request, "desk/office/person.html", context, status=status)


def _why_not(person: Person) -> str:
    """Why one reads a page one may not change, and who may."""
    if person.is_administrator or rules.active_roles(person, now()).exists():
        return _(
            "Cette personne est de l’équipe : son adresse ouvre le bureau et les données des "
            "autres. Seule l’administration du programme change sa fiche ou lui donne un code."
        )
    return _(
        "Cette personne est suivie par une autre province : vous lisez sa fiche, son·sa "
        "référent·e la change."
    )


def _kept_instead(edition: Edition, person_id: int) -> HttpResponse:
    """An old line of the journal leads to a merged record: on to the one that was kept."""
    here = people.of_programme(edition.programme)
    kept = here.filter(merged__pk=person_id).first()
    if kept is None:
        raise Http404
    return redirect("desk:person", edition.pk, kept.pk)


def _all_of(edition: Edition, person: Person) -> dict[str, Any]:
    records, things = [person, *person.merged.order_by("pk")], _things_of(edition, person)
    mails = _mails(edition, records)
    return things | {
        "edition": edition,
        "one": person,
        "memberships": person.memberships.select_related("service__organisation"),
        "applies_here": person.applications.filter(edition=edition).exists(),
        "roles": rules.active_roles(person, now()).select_related("territory"),
        "mails": mails,
        "history": _journal(
            edition, records, [*chain(*things.values()), *_grants(edition, person), *mails]
        ),
        "other_addresses": [record.email for record in records[1:]],
        "lookalikes": suspected_of(edition, person),
    }


def _things_of(edition: Edition, person: Person) -> dict[str, Any]:
    """Offers, inscriptions and stages in the programme, those of the latest edition first."""
    programme = edition.programme
    offers = Offer.objects.filter(contacts__person=person, edition__programme=programme)
    offers = offers.select_related("service__organisation", "edition")
    placements = Placement.objects.filter(
        participants__person=person, edition__programme=programme
    ).select_related("slot__offer__service__organisation", "edition")
    # A registration withdrawn before a merge stays with the other record, as history.
    records = [person, *person.merged.all()]
    applications = Application.objects.filter(person__in=records, edition__programme=programme)
    return {
        "offers": offers.order_by("-edition", "number"),
        "applications": applications.select_related("edition").order_by("-edition"),
        "placements": placements,
    }


def _grants(edition: Edition, person: Person) -> Any:
    """Roles held in the programme, past ones too: who gave and who ended them is in the journal."""
    return person.roles.filter(programme=edition.programme)


def _mails(edition: Edition, records: list[Person]) -> Any:
    """Messages of the programme's editions, and those of no edition (sign-in)."""
    editions = edition.programme.editions.values_list("pk", flat=True)
    scopes = ["", *(f"edition:{pk}" for pk in editions)]
    found = Message.objects.filter(
        recipient__in=[record.reference for record in records], scope__in=scopes
    )
    return found.defer("text", "html", "attachments").order_by("-created_at")[:LATEST]


def _journal(edition: Edition, records: list[Person], things: list[Model]) -> list[history.Line]:
    """What was done to the person and their things, and what they did; merged records included."""
    editions = edition.programme.editions.values_list("pk", flat=True)
    scopes = ["", *(f"edition:{pk}" for pk in editions)]
    pks = [record.pk for record in records]
    about = Q(subject_type="people.person", subject_id__in=pks) | Q(actor__in=pks)
    for kind in {thing._meta.label_lower for thing in things}:
        ids = [thing.pk for thing in things if thing._meta.label_lower == kind]
        about |= Q(subject_type=kind, subject_id__in=ids)
    found = JournalEntry.objects.filter(about, scope__in=scopes).select_related("actor")
    words = fields_by_kind(edition)
    told = (history.told([one], words.get(one.subject_type)) for one in found[:LATEST])
    return [*chain(*told)]


@require_http_methods(METHODS)
@office_page
def edit_person(request: HttpRequest, edition: Edition, person_id: int) -> HttpResponse:
    """Name, address, telephone and language of somebody."""
    back = reverse("desk:person", args=[edition.pk, person_id])
    why_not = _("Cette personne est d’une autre province, ou de l’équipe : vous pouvez la lire.")
    return edit_object(
        request, people.PEOPLE, edition, person_id, back=back, at=now(), why_not=why_not
    )
