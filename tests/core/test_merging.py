"""Nothing that points to a merged row is forgotten."""

import pytest
from django.apps import apps

from croisee.core.merging import declared
from croisee.directory.models import Organisation, Service
from croisee.people.models import Person


@pytest.mark.parametrize("model", [Person, Service, Organisation])
def test_every_foreign_key_says_how_it_follows(model: type) -> None:
    leading_here = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)  # type: ignore[attr-defined]
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    }
    assert leading_here - declared() == set()


def test_nothing_is_declared_that_does_not_exist() -> None:
    for model, name in declared():
        assert apps.get_model(model)._meta.get_field(name).is_relation
