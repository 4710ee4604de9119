"""Forms of an edition: its settings, phases, texts, team, and the next edition."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core.form_fields import (
    DayField,
    EmailField,
    HourField,
    LineField,
    PickField,
    TextField,
    TicksField,
    WholeNumberField,
)
from croisee.core.text import fold
from croisee.directory.models import Territory
from croisee.editions.enums import RoleName, Switch
from croisee.editions.facts import find_reader
from croisee.editions.models import Edition
from croisee.editions.names import next_name
from croisee.editions.schemes import policy_names
from croisee.mail import kinds
from croisee.people.models import Language, Person


class SettingsForm(forms.Form):
    name_fr = LineField(label=gettext_lazy("Nom de l’édition"), limit=120)
    name_nl = LineField(label=gettext_lazy("Nom en néerlandais"), limit=120, required=False)
    name_de = LineField(label=gettext_lazy("Nom en allemand"), limit=120, required=False)
    name_en = LineField(
        label=gettext_lazy("Nom en anglais"),
        help_text=gettext_lazy("Un nom laissé vide : le nom français paraît dans cette langue."),
        limit=120,
        required=False,
    )
    state = PickField(
        label=gettext_lazy("État"),
        choices=[
            ("preparation", gettext_lazy("en préparation : le public ne la voit pas")),
            ("running", gettext_lazy("en cours")),
            ("closed", gettext_lazy("close")),
        ],
    )
    languages = TicksField(
        label=gettext_lazy("Langues"),
        help_text=gettext_lazy("Celles des textes et des messages ; le français sert de secours."),
        choices=Language.choices,
        sentence=gettext_lazy("Cochez au moins une langue."),
    )
    max_choices = WholeNumberField(
        label=gettext_lazy("Nombre de choix par stagiaire"),
        least=1,
        most=10,
        sentence=gettext_lazy("Écrivez un nombre de 1 à 10."),
    )
    show_demand = forms.BooleanField(
        label=gettext_lazy("Montrer au catalogue combien de personnes demandent chaque offre"),
        required=False,
    )
    asks_send_pledge = forms.BooleanField(
        label=gettext_lazy("Demander aux hôtes combien de personnes ils enverront"),
        help_text=gettext_lazy("Pour les programmes où accueillir engage aussi à envoyer."),
        required=False,
    )
    policy = PickField(
        label=gettext_lazy("Règle de matching"),
        help_text=gettext_lazy("La règle proposée\u00a0; un tour peut en comparer d’autres."),
        choices=policy_names,
    )
    intersectoral = forms.BooleanField(
        label=gettext_lazy("Jamais dans un service de son propre secteur"), required=False
    )
    not_own_institution = forms.BooleanField(
        label=gettext_lazy("Jamais dans sa propre institution"), required=False
    )
    automatic = TicksField(
        label=gettext_lazy("Messages qui partent d’eux-mêmes"),
        help_text=gettext_lazy(
            "Chacun part une fois, à son heure, et jamais à qui a déjà fait la chose. Décochez ceux "
            "que cette édition n’envoie pas ; leurs textes se changent à la page des messages."
        ),
        choices=[(kind.name, kind.label) for kind in kinds.AUTOMATIC],
        required=False,
    )
    test_mode = forms.BooleanField(
        label=gettext_lazy("Édition d’essai"),
        help_text=gettext_lazy(
            "Pour essayer les formulaires avant l’ouverture. Les messages écrits pendant l’essai "
            "restent dans la liste et ne partent vers personne."
        ),
        required=False,
    )

    def clean_languages(self) -> list[str]:
        """In the order they were stored in, because the first is the main one; new ones follow."""
        stored, ticked = self.initial.get("languages") or [], self.cleaned_data["languages"]
        kept = [code for code in stored if code in ticked]
        return kept + [code for code in ticked if code not in kept]


class WipeForm(forms.Form):
    """What cannot be taken back is confirmed by typing the edition's name."""

    name = LineField(limit=120)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        told = _("Pour confirmer, écrivez le nom de l’édition : %(name)s")
        self.fields["name"].label = told % {"name": edition.name}

    def clean_name(self) -> str:
        name = self.edition.name
        if fold(self.cleaned_data["name"]) != fold(name):
            raise ValidationError(_("Écrivez exactement « %(name)s ».") % {"name": name})
        return name


class PhaseForm(forms.Form):
    """Dates and hours in the zone of the edition, and the switch by hand (IM-02)."""

    opens_on = DayField(label=gettext_lazy("Ouvre le"), help_text=gettext_lazy("jj/mm/aaaa"))
    opens_hour = HourField(label=gettext_lazy("Heure d’ouverture"))
    closes_on = DayField(label=gettext_lazy("Ferme le"), help_text=gettext_lazy("jj/mm/aaaa"))
    closes_hour = HourField(label=gettext_lazy("Heure de fermeture"))
    switch = PickField(
        label=gettext_lazy("Ouverture"),
        choices=[
            (Switch.DATES, gettext_lazy("d’elle-même, selon les dates")),
            (Switch.OPEN, gettext_lazy("ouverte à la main, quelles que soient les dates")),
            (Switch.CLOSED, gettext_lazy("fermée à la main, quelles que soient les dates")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for end in ("opens", "closes"):
            day, hour = cleaned.get(f"{end}_on"), cleaned.get(f"{end}_hour")
            if day and hour is not None:
                cleaned[f"{end}_at"] = self._instant(end, datetime.combine(day, hour or time(0)))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", _("La phase se fermerait avant de s’ouvrir."))
        return cleaned

    def _instant(self, end: str, wall: datetime) -> datetime | None:
        """The instant of a wall clock; an hour the clock jumps over is an error (rule 15)."""
        instant = wall.replace(tzinfo=self.zone)
        back = instant.astimezone(ZoneInfo("UTC")).astimezone(self.zone)
        if back.replace(tzinfo=None) != wall:
            self.add_error(
                f"{end}_hour", _("Cette heure n’existe pas ce jour-là : on change d’heure.")
            )
            return None
        return instant


class MessageTextForm(forms.Form):
    """Subject and body of a message; what could not be sent is refused with the reason."""

    subject = LineField(label=gettext_lazy("Objet"), limit=200)
    body = TextField(label=gettext_lazy("Texte"), limit=20_000, rows=18)
    reader = LineField(
        label=gettext_lazy("Aperçu pour"),
        help_text=gettext_lazy(
            "Nom ou adresse d’une personne de cette édition. Vide : qui a reçu ce message en dernier."
        ),
        limit=120,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.edition = kind, edition
        self.person: Person | None = None

    def clean_reader(self) -> str:
        words = str(self.cleaned_data["reader"])
        self.person = find_reader(self.edition, words) if words else None
        if words and self.person is None:
            raise ValidationError(_("Personne de ce nom ne participe à cette édition."))
        return words

    def clean_subject(self) -> str:
        kinds.check_subject(self.kind, self.cleaned_data["subject"])
        return str(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        kinds.check_text(self.kind, self.cleaned_data["body"])
        return str(self.cleaned_data["body"])


EVERYWHERE = "*"


class InviteForm(forms.Form):
    """Somebody for the team. The whole territory is said, never what an empty field means."""

    first_name = LineField(label=gettext_lazy("Prénom"), limit=100)
    last_name = LineField(label=gettext_lazy("Nom"), limit=100)
    email = EmailField(label=gettext_lazy("E-mail professionnel"))
    language = PickField(label=gettext_lazy("Langue"), choices=Language.choices, initial="fr")
    role = PickField(
        label=gettext_lazy("Rôle"), choices=RoleName.choices, initial=RoleName.COORDINATOR
    )
    territory = PickField(
        label=gettext_lazy("Territoire"),
        help_text=gettext_lazy("Où la personne peut changer les choses ; elle lit tout."),
        sentence=gettext_lazy("Choisissez un territoire, ou « partout »."),
    )
    begins = DayField(
        label=gettext_lazy("Commence le"),
        help_text=gettext_lazy(
            "jj/mm/aaaa. Vide : tout de suite. Sinon l’invitation part ce jour-là."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds_ = [Territory.Kind.PROVINCE, Territory.Kind.NETWORK, Territory.Kind.ZONE]
        found = Territory.objects.filter(kind__in=kinds_).order_by("kind", "name_fr")
        before = [("", _("Choisissez")), (EVERYWHERE, _("partout"))]
        self.fields["territory"].choices = before + [(row.code, row.name) for row in found]  # type: ignore[attr-defined]

    def clean_territory(self) -> Territory | None:
        return Territory.objects.filter(code=self.cleaned_data["territory"]).first()


class EndRoleForm(forms.Form):
    """The last day of somebody in the team, or none: at once. `today` is that of the edition."""

    last_day = DayField(
        label=gettext_lazy("Dernier jour"),
        help_text=gettext_lazy(
            "jj/mm/aaaa. Vide : le rôle prend fin tout de suite. Sinon à la fin de ce jour."
        ),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day and day < self.today:
            raise ValidationError(_("Ce jour est passé. Laissez vide pour mettre fin maintenant."))
        return day


class DuplicateForm(forms.Form):
    """The next edition: the texts of this one, its dates moved."""

    name = LineField(
        label=gettext_lazy("Nom de la nouvelle édition"),
        help_text=gettext_lazy(
            "En français. Si seule l’année change, les autres langues suivent ; vous les corrigez "
            "dans les réglages."
        ),
        limit=120,
    )
    starts_on = DayField(
        label=gettext_lazy("Commence le"),
        help_text=gettext_lazy(
            "Toutes les phases gardent leur durée et leur jour de la semaine ; vous les corrigez "
            "ensuite."
        ),
    )

    def __init__(self, *args: Any, previous: Edition, **kwargs: Any) -> None:
        # A year of whole weeks later, as most editions do: both are only proposed.
        proposed = {
            "name": next_name(previous.name_fr),
            "starts_on": previous.starts_on + timedelta(weeks=52),
        }
        kwargs.setdefault("initial", proposed)
        super().__init__(*args, **kwargs)
        self.previous = previous

    def clean_starts_on(self) -> Any:
        starts = self.cleaned_data["starts_on"]
        if starts <= self.previous.starts_on:
            raise ValidationError(_("La nouvelle édition commence après celle-ci."))
        return starts
