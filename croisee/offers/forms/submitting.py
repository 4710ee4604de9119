"""5. Check the answers, accept conditions and golden rules (IM-16, IM-17), send; and « not this year »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import EmailField, LineField
from croisee.editions.enums import Audience, DocumentKind
from croisee.editions.markdown import to_html
from croisee.editions.models import Document
from croisee.people.models import Person

SAYINGS = {
    (Audience.HOST, DocumentKind.CONDITIONS): gettext_lazy(
        "J’accepte les conditions de participation."
    ),
    (Audience.HOST, DocumentKind.GOLDEN_RULES): gettext_lazy("J’ai lu les règles d’or."),
    (Audience.TRAINEE, DocumentKind.CONDITIONS): gettext_lazy(
        "J’accepte les conditions de participation."
    ),
    (Audience.TRAINEE, DocumentKind.GOLDEN_RULES): gettext_lazy("J’ai lu les règles d’or."),
}


class AcceptForm(forms.Form):
    """A box per text still to be accepted. The field bears the id of the version shown: one
    published meanwhile is asked for in its turn, never taken as read.

    The newsletter is a box apart, never ticked for anybody; who asked already is not asked again.
    """

    newsletter_optin = forms.BooleanField(
        label=gettext_lazy("Je souhaite recevoir le courrier."),
        help_text=gettext_lazy(
            "Quelques nouvelles du programme par an. Cela ne change rien à votre inscription, et "
            "chaque message permet d’arrêter."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, documents: Sequence[Document], person: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if person.newsletter_since:
            del self.fields["newsletter_optin"]
        self.documents = list(documents)
        for document in self.documents:
            saying = SAYINGS[Audience(document.audience), DocumentKind(document.kind)]
            self.fields[self.name_of(document)] = forms.BooleanField(
                label=saying,
                error_messages={
                    "required": _("Cochez « %(saying)s ».") % {"saying": str(saying).rstrip(".")}
                },
            )

    @staticmethod
    def name_of(document: Document) -> str:
        return f"accept_{document.pk}"

    def texts(self) -> list[tuple[Document, Any, SafeString]]:
        """Each text with its box and its body, Markdown of the coordination made safe."""
        return [
            (document, self[self.name_of(document)], to_html(document.body))
            for document in self.documents
        ]


class DeclineForm(forms.Form):
    """« Not this year », said so that nobody calls; the reason helps the coordination."""

    reason = LineField(
        label=gettext_lazy("Pourquoi pas cette année ?"),
        help_text=gettext_lazy(
            "Quelques mots suffisent : équipe en sous-effectif, déménagement, trop de demandes…"
        ),
        limit=300,
        error_messages={"required": gettext_lazy("Dites-nous en quelques mots pourquoi.")},
    )


class AddressForm(forms.Form):
    """Who registers gives an address first; a code comes by mail."""

    email = EmailField(
        label=gettext_lazy("Votre e-mail professionnel"),
        help_text=gettext_lazy("Nous y envoyons un code. Il n’y a pas de mot de passe à retenir."),
        error_messages={"required": gettext_lazy("Écrivez votre adresse e-mail.")},
    )
