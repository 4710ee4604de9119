"""The cells of a line. Drawn by Django's own joining, which escapes: a template takes four times as
long over the 450 cells of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from croisee.core.listing.columns import Column


@dataclass(frozen=True)
class Cell:
    """A value in words; a sign, a link, or the field that changes it."""

    column: Column
    text: str
    status: str = ""
    field: BoundField | None = None
    url: str = ""

    @property
    def css(self) -> str:
        if self.column.numeric:
            return "r"
        return "text-nowrap" if self.column.tight else ""

    def inside(self) -> str:
        if self.field is not None:
            return render_to_string("core/listing/field.html", {"cell": self})
        if self.status:
            return format_html('<span class="status {}">{}</span>', self.status, self.text)
        return format_html('<a href="{}">{}</a>', self.url, self.text) if self.url else self.text


def drawn(cells: Iterable[Cell]) -> SafeString:
    """The `<td>` of these cells."""
    return format_html_join(
        "", '<td class="{}">{}</td>', ((one.css, one.inside()) for one in cells)
    )
