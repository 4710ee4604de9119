"""The cells of a line. Joined here, each value escaped: a template takes ten times as long over the
450 cells of a page, `format_html` three times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from croisee.core.listing.columns import Column


@dataclass(slots=True)
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

    def inside(self) -> SafeString:
        if self.field is not None:
            return render_to_string("core/listing/field.html", {"cell": self})
        text: str = conditional_escape(self.text)
        if self.status:
            text = f'<span class="status {conditional_escape(self.status)}">{text}</span>'
        elif self.url:
            text = f'<a href="{conditional_escape(self.url)}">{text}</a>'
        return mark_safe(text)


def drawn(cells: Iterable[Cell]) -> SafeString:
    """The `<td>` of these cells; `css` is one of our own words. A telephone shows the label too."""
    joined = "".join(
        f'<td class="{one.css}" data-column="{conditional_escape(str(one.column.label))}">{one.inside()}</td>'
        for one in cells
    )
    return mark_safe(joined)


def heading(cell: Cell, link: str) -> SafeString:
    """The `<th>` that heads a line and leads to its page; a link says something, if only a dash."""
    tight = ' class="text-nowrap"' if cell.column.tight else ""
    inside = cell.inside()
    if link and cell.field is None:
        text = conditional_escape(cell.text or "—")
        inside = mark_safe(f'<a href="{conditional_escape(link)}">{text}</a>')
    return mark_safe(f'<th scope="row"{tight}>{inside}</th>')
