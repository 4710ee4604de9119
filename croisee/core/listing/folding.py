"""Searching and sorting as people read: accents, case and the inclusive dot do not count.

SQLite calls `core.text.fold` itself; PostgreSQL folds with its own functions, near enough for
finding and sorting. Nothing is stored twice for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
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
    """The same rows are sorted page after page: a list of 10,000 rows stays in memory."""
    return None if text is None else fold.__wrapped__(text)


class Joined(Func):
    """Texts with a blank between them. Spelled flat: nested `Concat` costs more than the folding."""

    output_field = TextField()
    template, arg_joiner = "(%(expressions)s)", " || ' ' || "


class Holds(Func):
    """Whether each of the words, already folded, is found in these texts of a row.

    SQLite hands the texts over as they are: joining them there costs as much as the search.
    """

    output_field = BooleanField()

    def __init__(self, names: Sequence[Any], words: Sequence[str], **extra: Any) -> None:
        super().__init__(*names, **extra)
        self.words = tuple(words)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("croisee_holds", -1, _holds, deterministic=True)
        texts, params = super().as_sql(compiler, connection, template="%(expressions)s")
        return f"croisee_holds(%s, {texts})", (" ".join(self.words), *params)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        texts = (
            Coalesce(text, Value(""), output_field=TextField()) for text in self.source_expressions
        )
        folded, params = compiler.compile(Fold(Joined(*texts)))
        found = [(f"strpos({folded}, %s) > 0", (*params, word)) for word in self.words]
        return (
            f"({' AND '.join(sql for sql, _ in found)})",
            tuple(param for _, own in found for param in own),
        )


def _holds(words: str, *texts: str | None) -> bool:
    folded = _fold_together(texts)
    for word in words.split():  # noqa: SIM110, 10,000 generators cost more than the words
        if word not in folded:
            return False
    return True


@lru_cache(maxsize=65_536)
def _fold_together(texts: tuple[str | None, ...]) -> str:
    return fold.__wrapped__(" ".join(filter(None, texts)))


def words_of(query: str) -> list[str]:
    return fold(query).split()[:MOST_WORDS]


def matching(
    rows: QuerySet, query: str, own: Sequence[str], many: Iterable[Related] = ()
) -> QuerySet:
    """The rows in which every word of `query` is found, in their own texts or in related rows'."""
    words = words_of(query)
    if not words:
        return rows
    related = list(many)
    if not related:
        return rows.filter(Holds(own, words))
    for word in words:
        wanted = Q(Holds(own, [word]))
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
        return Exists(own.filter(Holds(self.names, [word])))


def in_order(expression: Any) -> Any:
    """What to sort a text by; never null."""
    return Fold(Coalesce(expression, Value(""), output_field=CharField()))
