"""The pages of a trainee's registration (fields.csv: trainee)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import (
    LineField,
    PhoneField,
    PickField,
    PostcodeField,
    TextField,
    TicksField,
)
from croisee.core.text import fold
from croisee.directory.models import Organisation, Profession, Sector
from croisee.editions.models import Edition
from croisee.offers.enums import OfferState
from croisee.offers.forms.host import NO_BENEFICIARY
from croisee.offers.forms.postcode import PostcodeForm
from croisee.offers.forms.steps import PageForm
from croisee.offers.forms.submitting import AcceptForm
from croisee.people.models import Language
from croisee.schemes.ranked.actions.answers import WISHES, WORK, YOU, read
from croisee.schemes.ranked.labels import LABELS
from croisee.schemes.ranked.models import Application

OTHER = "other"


class YouForm(PageForm):
    """1. Who you are. The e-mail is the one of the sign-in: never asked twice."""

    page = YOU
    heading = gettext_lazy("Vous")

    first_name = LineField(
        label=gettext_lazy("Prénom"),
        limit=100,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Écrivez votre prénom.")},
    )
    last_name = LineField(
        label=gettext_lazy("Nom"),
        limit=100,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Écrivez votre nom.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("Votre hôte s’en sert en cas d’imprévu."),
        required=False,
    )
    language = PickField(
        label=gettext_lazy("Langue de correspondance"),
        help_text=gettext_lazy("Celle de nos messages et de ces pages."),
        choices=Language.choices,
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Choisissez la langue dans laquelle nous vous écrivons."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class WorkForm(PostcodeForm):
    """2. What you do and where: the sector and the postcode serve the distance and the figures."""

    page = WORK
    heading = gettext_lazy("Votre travail")
    outside_means = gettext_lazy(
        "Vous pouvez vous inscrire ; les offres s’y trouvent, comptez le trajet. Si c’est bien là que "
        "vous travaillez, continuez."
    )

    profession = PickField(
        label=LABELS["profession"], sentence=gettext_lazy("Choisissez votre profession.")
    )
    profession_text = LineField(
        label=gettext_lazy("Précisez votre profession"),
        help_text=gettext_lazy("Si elle n’est pas dans la liste, ou pour la dire mieux."),
        required=False,
        limit=120,
    )
    employer = LineField(
        label=LABELS["employer"],
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Écrivez le nom de votre employeur ou service.")},
    )
    organisation = PickField(
        label=gettext_lazy("Institution hôte"),
        help_text=gettext_lazy(
            "Votre institution accueille-t-elle cette année ? Choisissez-la : "
            "on ne visite pas la sienne."
        ),
        required=False,
    )
    sector = PickField(label=LABELS["sector"], sentence=gettext_lazy("Choisissez votre secteur."))
    postcode = PostcodeField(
        label=LABELS["postcode"],
        help_text=gettext_lazy("Pour vous montrer les offres proches."),
        error_messages={"required": gettext_lazy("Écrivez le code postal de votre travail.")},
    )
    status = PickField(
        label=LABELS["status"],
        choices=Application.Status.choices,
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Choisissez votre statut."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        nothing = [("", _("Choisissez…"))]
        listed = {
            "profession": [*nothing, *((p.code, p.name) for p in Profession.objects.all())],
            "sector": [*nothing, *((s.code, s.name) for s in Sector.objects.all())],
            "organisation": [("", _("Non, ou je ne sais pas")), *_hosts(edition, self.stored)],
        }
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unsaid = cleaned.get("profession") == OTHER and cleaned.get("profession_text") == ""
        if unsaid and "profession_text" not in self.errors:
            self.add_error("profession_text", _("Précisez votre profession."))
        return cleaned


class WishesForm(PageForm):
    """4. What you expect (IM-36): the host reads it before you come."""

    page = WISHES
    heading = gettext_lazy("Vos attentes")

    expectations = TextField(
        label=LABELS["expectations"],
        help_text=format_lazy(
            "{} {}", gettext_lazy("Votre hôte les lira avant votre venue."), NO_BENEFICIARY
        ),
        limit=2000,
        error_messages={"required": gettext_lazy("Dites en une phrase ce que vous attendez.")},
    )
    goals = TicksField(label=LABELS["goals"], required=False, choices=Application.Goal.choices)
    availability = LineField(
        label=LABELS["availability"],
        help_text=gettext_lazy("Par exemple : mardi et jeudi, sauf pendant les congés."),
        required=False,
        limit=300,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expectations"].example = _(  # type: ignore[attr-defined]
            "« Comprendre comment une AMO garde le lien quand le jeune ne vient plus au "
            "rendez-vous, et quand elle passe le relais. »"
        )


class SendForm(AcceptForm):
    """6. Secrecy, agreement of the hierarchy, conditions and golden rules (IM-16, IM-17, TR-03)."""

    hierarchy_agreement = forms.BooleanField(
        label=gettext_lazy("Ma hiérarchie, si j’en ai une, est d’accord que je participe."),
        error_messages={
            "required": gettext_lazy("Cochez l’accord de votre hiérarchie, ou demandez-le d’abord.")
        },
    )
    confidentiality_accepted = forms.BooleanField(
        label=gettext_lazy("Je respecte le secret professionnel de l’équipe qui m’accueille."),
        error_messages={"required": gettext_lazy("Cochez le respect du secret professionnel.")},
    )


class WithdrawForm(forms.Form):
    """Withdrawing is one click; saying why is optional."""

    reason = LineField(
        label=gettext_lazy("Raison"),
        help_text=gettext_lazy("La coordination la lit. Vous n’êtes pas obligé·e de répondre."),
        required=False,
        limit=300,
    )

    def __init__(self, *args: Any, placed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if placed:  # the message to the host says why
            self.fields["reason"].help_text = _(
                "Votre hôte et la coordination la lisent. Vous n’êtes pas obligé·e de répondre."
            )


class FreeForm(forms.Form):
    """A host gives a trainee or an offer back: the reason is needed, the coordination acts on it."""

    reason = LineField(
        label=gettext_lazy("Pour quelle raison ?"),
        help_text=format_lazy(
            "{} {}",
            gettext_lazy("La coordination et les personnes concernées la lisent : soyez bref·ve."),
            NO_BENEFICIARY,
        ),
        limit=300,
        error_messages={"required": gettext_lazy("Dites en quelques mots pourquoi.")},
    )


FORMS: dict[str, type[PageForm]] = {form.page: form for form in (YouForm, WorkForm, WishesForm)}


def complete(page: str, application: Application) -> bool:
    """Whether every required answer of a page is there."""
    stored = read(page, application, application.person)
    needed = (name for name, field in FORMS[page].base_fields.items() if field.required)
    return all(stored.get(name) for name in needed)


def _hosts(edition: Edition, stored: Any) -> list[tuple[str, str]]:
    shown = [OfferState.PUBLISHED, OfferState.PAUSED]
    found = Organisation.objects.filter(
        services__offers__edition=edition, services__offers__state__in=shown
    )
    hosts = list(found.distinct().order_by("id").prefetch_related("services"))
    own = stored.get("organisation")
    if own and own not in {str(host.pk) for host in hosts}:
        hosts.append(Organisation.objects.get(pk=own))
    hosts.sort(key=lambda host: fold(host.name))  # « École » stands among the E, on any database
    shared = Counter(host.name for host in hosts)
    return [(str(h.pk), _placed_name(h) if shared[h.name] > 1 else h.name) for h in hosts]


def _placed_name(host: Organisation) -> str:
    """« Le Relais (Namur) »: two institutions may bear the same name."""
    places = sorted({service.locality for service in host.services.all() if service.locality})
    return f"{host.name} ({', '.join(places)})" if places else host.name
