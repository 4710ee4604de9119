"""Several counts in one question to the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


class Counted(Subquery):
    """How many rows a query has, as a value of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, **extra: Any) -> None:
        plain = rows if rows.query.is_sliced else rows.order_by()
        super().__init__(plain.values("pk"), **extra)


def counts(holder: Model, rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """`{key: how many rows}`, in one query whatever their number.

    `holder` is any stored object: the query is asked « beside » it. A slice counts up to its end.
    """
    if not rows:
        return {}
    asked = [Coalesce(Counted(each), Value(0)) for each in rows.values()]
    found = type(holder)._base_manager.filter(pk=holder.pk).values_list(*asked).get()
    return dict(zip(rows, found, strict=True))
