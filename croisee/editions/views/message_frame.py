"""A message as its reader will see it, in a frame of the page where its text is written.

What is typed and not saved goes from that page to its frame by the session.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from croisee.core.clock import now
from croisee.editions.facts import last_reader
from croisee.editions.guards import office_page
from croisee.editions.models import Edition
from croisee.editions.preview import preview, values_for
from croisee.mail.framing import framed, mail_frame
from croisee.mail.kinds import KINDS, Text, default_text
from croisee.people.models import Language, Person

TYPED = "message_typed"


@require_safe
@office_page
@mail_frame
def message_frame(request: HttpRequest, edition: Edition, kind: str, language: str) -> HttpResponse:
    """What was typed last on the page of this text where `?typed` asks for it, else what is stored."""
    known_or_404(kind, language)
    of, typed = [edition.pk, kind, language], request.session.get(TYPED, {})
    if "typed" in request.GET and typed.get("of") == of:
        text = Text(typed["subject"], typed["body"])
        reader = Person.objects.filter(pk=typed["reader"]).first()
    else:
        row = edition.message_texts.filter(kind=kind, language=language).first()
        text = Text(row.subject, row.body) if row else default_text(kind, language)
        reader = last_reader(edition, kind, language)
    values = values_for(edition, kind, language, reader, now())
    return framed(preview(kind, language, text, values).html)


def known_or_404(kind: str, language: str) -> None:
    if kind not in KINDS or KINDS[kind].composed or language not in Language.values:
        raise Http404


def address(edition: Edition, kind: str, language: str) -> str:
    """Of the frame that shows what is stored."""
    return reverse("editions:message_frame", args=[edition.pk, kind, language])


def typed_address(
    request: HttpRequest,
    edition: Edition,
    kind: str,
    language: str,
    text: Text,
    reader: Person | None,
) -> str:
    """Of the frame that shows a checked text that is not saved; kept for it in the session."""
    request.session[TYPED] = {
        "of": [edition.pk, kind, language],
        "subject": text.subject,
        "body": text.body,
        "reader": reader.pk if reader else None,
    }
    return f"{address(edition, kind, language)}?typed"
