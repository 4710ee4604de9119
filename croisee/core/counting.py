"""Several counts in one question to the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Part = tuple[str, tuple[Any, ...]]  # a piece of SQL and its parameters
NONE: Part = ("0", ())


def counts(rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """`{key: how many rows}`, in one query whatever their number; a slice counts up to its end.

    Each query is put into SQL by itself: as values of another one, Django copies and resolves them
    several times, which took longer than the counting of 10,000 rows.
    """
    if not rows:
        return {}
    parts = [_counting(each) for each in rows.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(sql for sql, _own in parts)}",
            [value for _sql, own in parts for value in own],
        )
        return dict(zip(rows, cursor.fetchone(), strict=True))


def _counting(rows: QuerySet) -> Part:
    plain = rows if rows.query.is_sliced else rows.order_by()
    try:
        sql, own = plain.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return NONE
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", own
