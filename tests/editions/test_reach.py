"""What a page asks once of somebody's roles is what the rules answer for each object."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from croisee.directory.models import Territory
from croisee.editions import rules
from croisee.editions.enums import RoleName
from croisee.editions.reach import Reach
from tests.factories import make_edition, make_person, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_suffices]


def test_the_same_answers_as_the_rules(at: datetime) -> None:
    edition, other = make_edition(), make_edition()
    programme, places = edition.programme, list(Territory.objects.order_by("pk")[:40])
    province = Territory.objects.filter(kind="province").order_by("pk")[0]
    people = [
        AnonymousUser(),
        make_person(),
        make_person(is_administrator=True),
        make_role(other),  # a coordinator of another programme
        *(make_role(edition, role, where) for role in RoleName for where in (None, province)),
    ]
    for person in people:
        reach = Reach(person, programme, at)
        assert reach.works == rules.works_in(person, programme, at)
        written = [one.pk for one in places if rules.writes_in(person, programme, one, at)]
        assert [one.pk for one in places if reach.holds(one.pk)] == written
    assert [Reach(one, programme, at).works for one in people[:4]] == [False, False, True, False]


def test_home_is_the_territory_given_first(at: datetime) -> None:
    edition = make_edition()
    first, second = Territory.objects.filter(kind="province").order_by("pk")[:2]
    person = make_role(edition, territory=None)
    assert Reach(person, edition.programme, at).home is None
    make_role(edition, territory=second, person=person)
    make_role(edition, territory=first, person=person)
    assert Reach(person, edition.programme, at).home == second
    assert Reach(person, make_edition().programme, at).home is None
