"""Form fields that pass every text through the one cleaner (reliability rule 11).

A field says what is wrong in one sentence, and never cuts a text silently: there is no `maxlength`
on the inputs, the length is checked when the form comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.text import TOO_LONG, TextRefusedError, clean_text
from croisee.core.written_dates import date_typed

FIRST_YEAR, LAST_YEAR = 2000, 2199
REQUIRED = gettext_lazy("Répondez à cette question.")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:.hHuU]|uur|Uhr)?\s*(\d{2})?\s*(?:uur|Uhr|[hHuU])?", re.ASCII)


def printable_input(value: Any) -> Any:
    """What may be shown again in a page: lone surrogates have no UTF-8 form."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def printable_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as initial values of a form that is drawn again unjudged."""
    return {name: printable_input(data.get(name)) for name in data}


class LineField(forms.CharField):
    """A text of one line, cleaned; at most `limit` characters."""

    single_line = True

    def __init__(self, *, limit: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {"required": REQUIRED, **kwargs["error_messages"]}
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(str(value or ""), max_length=self.limit, single_line=self.single_line)
        except TextRefusedError as refused:
            raise ValidationError(_sentence(refused), code=refused.code) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return printable_input(super().bound_data(data, initial))


class TextField(LineField):
    """A text of several lines, cleaned; at most `limit` and, when given, at least `least` characters.

    `too_short` is the sentence that asks for more; it may say %(length)d and %(least)d.
    """

    single_line = False
    widget = forms.Textarea

    def __init__(
        self,
        *,
        limit: int = 3000,
        least: int = 0,
        too_short: Any = "",
        rows: int = 5,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(limit=limit, **kwargs)
        self.least, self.too_short = least, too_short

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            told = self.too_short % {"length": len(value), "least": self.least}
            raise ValidationError(told, code="too_short")


class EmailField(LineField):
    """One e-mail address. It is compared elsewhere through its key (rule 8)."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(gettext_lazy("Écrivez une adresse complète, par exemple nom@service.be."))
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=254, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")


class PostcodeField(LineField):
    """A Belgian postcode: four digits. Whether it exists is the directory's to say."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "class": "w-num"}))
        super().__init__(limit=10, **kwargs)

    def to_python(self, value: Any) -> str:
        text = re.sub(r"^B\s*-?\s*", "", super().to_python(value), flags=re.IGNORECASE)
        if text and not re.fullmatch(r"[1-9][0-9]{3}", text):
            raise ValidationError(
                _("Un code postal belge compte quatre chiffres, par exemple 5000."), code="postcode"
            )
        return text


class PhoneField(LineField):
    """A telephone number, kept as it was typed once it can be one; Belgian without a prefix."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "tel"}))
        super().__init__(limit=40, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and not _is_phone(text):
            raise ValidationError(
                _("Écrivez un numéro de téléphone, par exemple 081 12 34 56 ou +352 26 12 34."),
                code="phone",
            )
        return text


class WholeNumberField(forms.IntegerField):
    """A whole number within bounds; outside them or no number, the same sentence."""

    def __init__(self, *, least: int, most: int, sentence: Any, **kwargs: Any) -> None:
        self.sentence = sentence
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "class": "w-num"}))
        super().__init__(error_messages={"required": sentence, "invalid": sentence}, **kwargs)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        if len(text) > 10:
            raise ValidationError(self.sentence, code="invalid")
        number = super().to_python(text)
        if number is not None and not self.least <= number <= self.most:
            raise ValidationError(self.sentence, code="invalid")
        return number

    def bound_data(self, data: Any, initial: Any) -> Any:
        return printable_input(super().bound_data(data, initial))


class DayInput(forms.DateInput):
    """A day as the reader would type it: the example beside the field says the same."""

    def format_value(self, value: Any) -> str | None:
        return date_typed(value) if isinstance(value, date) else super().format_value(value)


class DayField(forms.DateField):
    """A calendar day, typed: 20/04/2027, 20.4.2027 or 2027-04-20; of these two centuries, so that
    what is reckoned from it is a day too."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = gettext_lazy("Écrivez une date qui existe, par exemple 20/04/2027.")
        kwargs.setdefault("error_messages", {"required": sentence, "invalid": sentence})
        kwargs.setdefault("widget", DayInput())
        formats = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"]
        super().__init__(input_formats=formats, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = "" if len(value) > 20 and not value.strip() else value.strip()[:20]
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            told = _("Écrivez une année de %(first)d à %(last)d.")
            raise ValidationError(told % {"first": FIRST_YEAR, "last": LAST_YEAR}, code="year")
        return day

    def bound_data(self, data: Any, initial: Any) -> Any:
        return printable_input(super().bound_data(data, initial))


class HourField(LineField):
    """A time of day as people write it: 9 h, 9 h 30, 9:30, 13.15."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "w-num"}))
        sentence = gettext_lazy("Écrivez une heure, par exemple 9 h ou 13 h 30.")
        kwargs.setdefault("error_messages", {"required": sentence})
        super().__init__(limit=20, **kwargs)

    def clean(self, value: Any) -> time | None:
        text = super().clean(value)
        if not text:
            return None
        found = _TIME.fullmatch(text)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(_("Écrivez une heure, par exemple 9 h ou 13 h 30."), code="hour")
        return time(int(found[1]), int(found[2] or 0))


class PickField(forms.ChoiceField):
    """One of a list; anything else is answered without repeating it."""

    def __init__(self, *, sentence: Any = REQUIRED, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": sentence,
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        }
        super().__init__(**kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return printable_input(super().bound_data(data, initial))


class TicksField(forms.MultipleChoiceField):
    """Several of a list, in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, sentence: Any = REQUIRED, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": sentence,
            "invalid_choice": gettext_lazy("Cochez dans la liste."),
            "invalid_list": gettext_lazy("Cochez dans la liste."),
        }
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        listed: Iterable[tuple[Any, Any]] = self.choices  # type: ignore[assignment]
        return [str(code) for code, _label in listed if str(code) in chosen]


def _sentence(refused: TextRefusedError) -> str:
    if refused.code == TOO_LONG:
        return ngettext(
            "Ce texte compte %(length)d caractères ; gardez-en %(limit)d au plus.",
            "Ce texte compte %(length)d caractères ; gardez-en %(limit)d au plus.",
            refused.length,
        ) % {"length": refused.length, "limit": refused.max_length}
    return _(
        "Ce texte contient des signes invisibles que nous ne pouvons pas garder : "
        "retapez-le, ou collez-le sans mise en forme."
    )


def _is_phone(text: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "BE"))
    except phonenumbers.NumberParseException:
        return False
