"""Searching and sorting as people read: accents, case and the inclusive dot do not count.

SQLite calls `core.text.fold` itself; PostgreSQL folds with its own functions, near enough for
finding and sorting. Nothing is stored twice for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from croisee.core.text import fold

MOST_WORDS = 6
_FROM = "àáâãäåāçčèéêëēìíîïīñòóôõöōøùúûüūýÿžš’'-.,/()«»"
_TO = "aaaaaaacceeeeeiiiiinooooooouuuuuyyzs           "


class Fold(Func):
    """The folded form of a text expression, in the database."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("croisee_fold", 1, _fold, deterministic=True)
        return super().as_sql(compiler, connection, function="croisee_fold", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            "translate(replace(replace(replace(lower(%(expressions)s), 'œ', 'oe'), 'æ', 'ae'),"
            f" '·', ''), '{_FROM.replace(chr(39), chr(39) * 2)}', '{_TO}')"
        )
        return super().as_sql(compiler, connection, template=template, **context)


@lru_cache(maxsize=65_536)
def _fold(text: str | None) -> str | None:
    """The same rows are folded search after search: a list of 10,000 rows stays in memory."""
    return None if text is None else fold.__wrapped__(text)


class Joined(Func):
    """Texts with a blank between them. Spelled flat: nested `Concat` costs more than the folding."""

    output_field = TextField()
    template, arg_joiner = "(%(expressions)s)", " || ' ' || "


def _joined(names: Sequence[str]) -> Any:
    """One text of several columns, so that each row is folded once."""
    return Joined(*(Coalesce(F(name), Value(""), output_field=TextField()) for name in names))


def words_of(query: str) -> list[str]:
    return fold(query).split()[:MOST_WORDS]


def matching(
    rows: QuerySet, query: str, own: Sequence[str], many: Iterable[Related] = ()
) -> QuerySet:
    """The rows in which every word of `query` is found, in their own texts or in related rows'."""
    words = words_of(query)
    if not words:
        return rows
    rows = rows.alias(folded_text=Fold(_joined(own)))
    related = list(many)
    for word in words:
        wanted = Q(folded_text__contains=word)
        for relation in related:
            wanted |= Q(relation.holding(word))
        rows = rows.filter(wanted)
    return rows


class Related:
    """Texts of rows that point to the listed ones: the contacts of an offer, for instance."""

    def __init__(self, rows: QuerySet, to: str, *names: str) -> None:
        self.rows, self.to, self.names = rows, to, names

    def holding(self, word: str) -> Exists:
        own = self.rows.filter(**{self.to: OuterRef("pk")})
        return Exists(
            own.alias(folded_text=Fold(_joined(self.names))).filter(folded_text__contains=word)
        )


def in_order(expression: Any) -> Any:
    """What to sort a text by."""
    return Fold(Coalesce(expression, Value(""), output_field=CharField()))
