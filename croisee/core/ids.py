"""Many ids in a question, handed over as one value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Func


class Among(Func):
    """Whether a column, `name`, holds one of these ids: `rows.filter(Among("service", pks))`.

    Django prepares each value of an `__in` by itself: for the 2,000 ids of a piece of an export that
    takes longer than the question.
    """

    output_field = BooleanField()

    def __init__(self, name: Any, pks: Iterable[int], **extra: Any) -> None:
        super().__init__(name, **extra)
        self.pks = list(pks)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        one_of = "IN (SELECT value FROM json_each(%s))"
        return f"{column} {one_of}", (*params, json.dumps(self.pks))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::bigint[])", (*params, self.pks)
