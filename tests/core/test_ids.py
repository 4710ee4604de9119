"""Many ids handed over as one value find what Django's `__in` finds."""

import pytest

from croisee.core.ids import Among
from croisee.directory.models import Territory

pytestmark = pytest.mark.django_db


def test_the_same_rows_as_one_parameter_each() -> None:
    known = list(Territory.objects.order_by("pk").values_list("pk", flat=True))
    parents = list(Territory.objects.filter(kind="province").values_list("pk", flat=True))
    for pks in ([], known[:1], known[::2], [*known[:3], known[0], 10**12]):
        assert set(Territory.objects.filter(Among("pk", pks))) == set(
            Territory.objects.filter(pk__in=pks)
        )
    below, named = Among("parent", parents), Territory.objects.filter(parent__in=parents)
    assert set(Territory.objects.filter(below)) == set(named) != set()
    assert set(Territory.objects.filter(~below, parent__isnull=False)) == set(
        Territory.objects.exclude(parent__in=parents).filter(parent__isnull=False)
    )
