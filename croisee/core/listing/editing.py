"""Changing an object by hand, field by field, without losing anybody's change (IM-05).

A form carries what it showed. On saving, each field is judged alone: untouched fields are not
written, and a field somebody else changed meanwhile is told instead of overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction

SEEN = "vu"
Values = Mapping[str, Any]


class ConflictError(Exception):
    """Fields that no longer hold what was shown: `{field: what is stored}`."""

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__(sorted(fields))
        self.fields = fields


class RefusedError(Exception):
    """A change the rules do not allow, as one sentence, at a field if it names one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class NotAllowedError(Exception):
    """The person may read this object, not change it."""


class Editor:
    """How one kind of object is changed by hand. Rooms say how to read, write and name it.

    Values are plain (text, number, list of codes or ids), so that they can be compared, kept in
    a session for « Annuler », and shown.
    """

    key: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]

    def load(self, edition: Any, pk: int, *, lock: bool = False) -> Any:
        """The object within the edition, or None."""
        raise NotImplementedError

    def read(self, thing: Any) -> dict[str, Any]:
        raise NotImplementedError

    def write(self, thing: Any, changes: dict[str, Any], *, by: Any, at: datetime) -> None:
        """Store and journal. May raise RefusedError."""
        raise NotImplementedError

    def may(self, person: Any, thing: Any, at: datetime) -> bool:
        raise NotImplementedError

    def name(self, thing: Any) -> str:
        return str(thing)

    def mails(self, pk: int, changes: dict[str, list[Any]]) -> tuple[int, int]:
        """Once `changes` are taken back: of the messages they had written, (recalled, gone)."""
        return 0, 0

    def form(
        self, thing: Any, data: Any = None, *, names: Iterable[str] = (), prefix: str = ""
    ) -> forms.Form:
        """The form of some fields (all without `names`), filled with what is stored."""
        values = self.read(thing)
        form = self.make_form(thing, data, initial=values, prefix=prefix or None)
        wanted = set(names) or set(form.fields)
        for name in set(form.fields) - wanted:
            del form.fields[name]
        shown = {name: values.get(name) for name in form.fields}
        form.fields[SEEN] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=json.dumps(shown, sort_keys=True)
        )
        return form

    def make_form(self, thing: Any, data: Any, **kwargs: Any) -> forms.Form:
        return self.form_class(data, **kwargs)


def plain(value: Any) -> Any:
    """A cleaned value as it is compared and kept."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return sorted(row.pk for row in value)
    if isinstance(value, (list, tuple, set)):
        return list(value)
    return value


def save(
    editor: Editor, edition: Any, pk: int, form: forms.Form, *, by: Any, at: datetime
) -> dict[str, list[Any]]:
    """Write what a valid form changes; `{field: [old, new]}`. Raises ConflictError, RefusedError."""
    seen = _seen(form)
    wanted = {name: plain(value) for name, value in form.cleaned_data.items() if name != SEEN}
    return change(editor, edition, pk, wanted, seen, by=by, at=at)


def change(
    editor: Editor,
    edition: Any,
    pk: int,
    wanted: Values,
    seen: Values,
    *,
    by: Any,
    at: datetime,
) -> dict[str, list[Any]]:
    """The changes in one transaction, against what is stored at that instant."""
    with transaction.atomic():
        thing = editor.load(edition, pk, lock=True)
        if thing is None:
            raise NotAllowedError
        if not editor.may(by, thing, at):
            raise NotAllowedError
        stored = editor.read(thing)
        changes, conflicts = _judge(wanted, seen, stored)
        if conflicts:
            raise ConflictError(conflicts)
        if changes:
            new = {name: pair[1] for name, pair in changes.items()}
            editor.write(thing, new, by=by, at=at)
    return changes


def _judge(wanted: Values, seen: Values, stored: Values) -> tuple[dict, dict]:
    changes, conflicts = {}, {}
    for name, value in wanted.items():
        if value in (seen.get(name), stored.get(name)):
            continue
        if name in seen and stored.get(name) != seen[name]:
            conflicts[name] = stored.get(name)
        else:
            changes[name] = [stored.get(name), value]
    return changes, conflicts


def _seen(form: forms.Form) -> dict[str, Any]:
    """What the form showed; an altered text is taken as « nothing was shown »."""
    try:
        seen = json.loads(form.cleaned_data.get(SEEN) or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def tell(form: forms.Form, error: ConflictError | RefusedError, who: str = "") -> None:
    """Put the refusal into the form, beside the field; what was typed stays."""
    if isinstance(error, RefusedError):
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return
    from croisee.core.listing.words import conflict_sentence

    seen = _seen(form)
    for name, stored in error.fields.items():
        form.add_error(name, ValidationError(conflict_sentence(form.fields[name], stored, who)))
        seen[name] = stored
    # Saved a second time, the typed values replace what was told: the person has seen both.
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix(SEEN)] = json.dumps(seen, sort_keys=True)
    form.data = data
