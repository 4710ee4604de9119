"""The pages of a host's registration (fields.csv: host, offer)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import (
    LineField,
    PickField,
    PostcodeField,
    TextField,
    TicksField,
    WholeNumberField,
)
from croisee.core.written_dates import date_full, date_typed
from croisee.directory.enterprise import normal_form, validate_enterprise_number
from croisee.directory.models import Profession, Sector
from croisee.editions.enums import PhaseKind
from croisee.editions.models import Edition
from croisee.offers.enums import Age, BeneficiaryContact, Duration, Format, SpokenLanguage, Weekday
from croisee.offers.forms.postcode import PostcodeForm
from croisee.offers.forms.steps import PageForm, noted
from croisee.offers.labels import LABELS, off_days_told
from croisee.offers.suggested_dates import Days, NoSuchDayError, dates_in, says_only_dates

NO_BENEFICIARY = gettext_lazy("N’écrivez rien qui concerne une personne accompagnée.")
PLACES = gettext_lazy("Le nombre de places va de 1 à 20.")


class EnterpriseNumberField(LineField):
    """Ten digits whose last two check the others; kept as digits alone."""

    default_validators = [validate_enterprise_number]

    def clean(self, value: Any) -> str:
        return normal_form(super().clean(value))


class PlaceForm(PostcodeForm):
    """1. The institution, the service, where it is and what it does."""

    page = "lieu"
    heading = gettext_lazy("Le service et le lieu")
    always = ("organisation",)
    outside_means = gettext_lazy(
        "Tout service qui s’y trouve peut accueillir. Si la journée se passe bien à cette adresse, "
        "continuez : la coordination vous dira si l’offre peut être publiée."
    )

    organisation = LineField(
        label=gettext_lazy("Nom de l’institution"),
        help_text=gettext_lazy("Le nom que le public connaît : AMO, hôpital, école, CPAS…"),
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Écrivez le nom de l’institution.")},
    )
    service = LineField(label=gettext_lazy("Service / équipe"), required=False)
    enterprise_number = EnterpriseNumberField(
        label=gettext_lazy("Numéro d’entreprise (BCE)"),
        help_text=gettext_lazy("Dix chiffres, par exemple 0840.555.973."),
        required=False,
        limit=20,
    )
    address = LineField(
        label=LABELS["address"],
        help_text=gettext_lazy("Rue et numéro, là où la journée se passe."),
        limit=250,
        widget=forms.TextInput({"autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Écrivez la rue et le numéro.")},
    )
    postcode = PostcodeField(
        label=LABELS["postcode"],
        help_text=gettext_lazy("La commune et la province s’en déduisent."),
        error_messages={"required": gettext_lazy("Écrivez le code postal.")},
    )
    sectors = TicksField(
        label=LABELS["sectors"],
        help_text=gettext_lazy("Un ou plusieurs."),
        sentence=gettext_lazy("Cochez au moins un secteur."),
    )
    send_pledge = WholeNumberField(
        label=LABELS["send_pledge"],
        help_text=gettext_lazy(
            "Dans ce programme, qui accueille envoie aussi : une personne au moins, de toute "
            "l’institution."
        ),
        least=1,
        most=200,
        sentence=gettext_lazy("Écrivez combien de personnes vous enverrez, une au moins."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        if not edition.asks_send_pledge:
            del self.fields["send_pledge"]
        self.fields["sectors"].choices = [(s.code, s.name) for s in Sector.objects.all()]  # type: ignore[attr-defined]


class DayForm(PageForm):
    """3. The day: what one will face (IM-46), the weekdays (IM-45), dates if there are any (IM-28)."""

    page = "journee"
    heading = gettext_lazy("La journée que vous proposez")
    short = gettext_lazy("La journée")

    title = LineField(
        label=gettext_lazy("Intitulé de l’offre"),
        help_text=gettext_lazy("Ce que l’on fera, plutôt que le nom du service."),
        error_messages={"required": gettext_lazy("Donnez un intitulé à votre offre.")},
    )
    what_you_will_face = TextField(
        label=LABELS["what_you_will_face"],
        help_text=format_lazy(
            "{} {}",
            gettext_lazy(
                "Le public, les moments forts, ce qui peut surprendre ou toucher, en quelques "
                "phrases (40 signes au moins)."
            ),
            NO_BENEFICIARY,
        ),
        least=40,
        too_short=gettext_lazy(
            "C’est un peu court : %(length)d signes. Il en faut au moins %(least)d, pour que la "
            "personne sache ce qui l’attend."
        ),
        error_messages={
            "required": gettext_lazy("Décrivez en quelques phrases ce que la personne va vivre.")
        },
    )
    description = TextField(
        label=LABELS["description"],
        help_text=format_lazy(
            "{} {}", gettext_lazy("L’équipe, ses missions, le déroulement prévu."), NO_BENEFICIARY
        ),
        error_messages={"required": gettext_lazy("Présentez le service et la journée.")},
    )
    format = PickField(
        label=LABELS["format"],
        choices=Format.choices,
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Choisissez une formule."),
    )
    duration = PickField(
        label=LABELS["duration"],
        choices=Duration.choices,
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Choisissez une durée."),
    )
    weekdays = TicksField(
        label=LABELS["weekdays"],
        help_text=gettext_lazy("Les jours où l’équipe peut vraiment accueillir quelqu’un."),
        choices=Weekday.choices,
        sentence=gettext_lazy("Cochez au moins un jour."),
    )
    places = WholeNumberField(
        label=LABELS["places"],
        help_text=gettext_lazy(
            "Une place est une personne accueillie une fois pendant toute l’édition."
        ),
        least=1,
        most=20,
        sentence=PLACES,
    )
    suggested_dates = LineField(
        label=gettext_lazy("Dates suggérées"),
        required=False,
        limit=300,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = immersion_days(edition)
        hint = _dates_hint(self.days)
        off = off_days_told(self.stored["suggested_dates"], self.stored["weekdays"])
        self.fields["suggested_dates"].help_text = noted(hint, off) if off else hint
        self.fields["what_you_will_face"].example = _(  # type: ignore[attr-defined]
            "« Douze jeunes de 12 à 18 ans, en décrochage scolaire. L’humeur du groupe change "
            "vite. Vous participez à l’accueil, à un atelier et à la réunion d’équipe ; vous "
            "n’assistez pas aux entretiens. »"
        )

    def clean_suggested_dates(self) -> str:
        """Dates, kept whole: « 20 avril » gets its year. Free words stay as they are, but a date
        that is written exists and lies in the immersions."""
        text = self.cleaned_data["suggested_dates"]
        dates_alone = says_only_dates(text)
        try:
            days = dates_in(text, self.days if dates_alone else None)
        except NoSuchDayError as wrong:
            told = _("La date %(day)s n’existe pas.") % {"day": wrong.args[0]}
            raise ValidationError(told, code="day") from None
        for day in days:
            _check_day(day, self.days)
        return ", ".join(f"{day:%d/%m/%Y}" for day in days) if dates_alone and days else text


class PublicForm(PageForm):
    """4. Whom one meets, whom one follows (IM-48), in which language, and how to come."""

    page = "public"
    heading = gettext_lazy("Publics et professions")

    professions = TicksField(label=LABELS["professions"], required=False)
    professions_text = LineField(
        label=gettext_lazy("Une autre profession"), required=False, limit=300
    )
    target_ages = TicksField(label=LABELS["target_ages"], required=False, choices=Age.choices)
    languages = TicksField(
        label=LABELS["languages"],
        choices=SpokenLanguage.choices,
        sentence=gettext_lazy("Cochez au moins une langue."),
    )
    beneficiary_contact = PickField(
        label=LABELS["beneficiary_contact"],
        help_text=gettext_lazy("Les personnes sont informées, ou donnent leur assentiment."),
        choices=BeneficiaryContact.choices,
        widget=forms.RadioSelect,
        sentence=gettext_lazy("Dites s’il y aura contact avec des bénéficiaires."),
    )
    lunch = LineField(
        label=LABELS["lunch"],
        help_text=gettext_lazy("Avec le groupe, à apporter, offert…"),
        required=False,
        limit=300,
    )
    access = TextField(
        label=LABELS["access"],
        help_text=gettext_lazy("Bus, train, parking, entrée de plain-pied, toilettes adaptées…"),
        required=False,
        limit=1000,
        rows=3,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(row.code, row.name) for row in Profession.objects.all()]
        self.fields["professions"].choices = listed  # type: ignore[attr-defined]


def immersion_days(edition: Edition) -> Days:
    """First and last day of the immersions, in the edition's zone."""
    phase = edition.phases.filter(kind=PhaseKind.IMMERSIONS).first()
    if phase is None:
        return None
    first, last = _local_day(phase.opens_at, edition), _local_day(phase.closes_at, edition)
    return first, last


def _local_day(instant: datetime, edition: Edition) -> date:
    return instant.astimezone(edition.timezone).date()


def _dates_hint(days: Days) -> str:
    if days is None:
        return _("Une ou plusieurs. La date se fixe avec le·la stagiaire.")
    second = min(days[1], days[0] + timedelta(days=2))
    return _(
        "Une ou plusieurs, entre le %(first)s et le %(last)s, par exemple %(example)s. "
        "La date se fixe avec le·la stagiaire."
    ) % {
        "first": date_full(days[0]),
        "last": date_full(days[1]),
        "example": f"{date_typed(days[0])}, {date_typed(second)}",
    }


def _check_day(written: date, days: Days) -> None:
    if days and not days[0] <= written <= days[1]:
        raise ValidationError(
            _("Le %(day)s est en dehors des immersions, qui vont du %(first)s au %(last)s.")
            % {
                "day": date_typed(written),
                "first": date_full(days[0]),
                "last": date_full(days[1]),
            },
            code="day",
        )
