"""Who must have a second factor: people who see the data of others.

Roles live in higher rooms, so they say it: each registers a test in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable

from croisee.people.models import Person

Test = Callable[[Person], bool]

_tests: list[Test] = []


def register_test(test: Test) -> Test:
    """Add a test; one that says yes is enough. Registering it twice changes nothing."""
    if test not in _tests:
        _tests.append(test)
    return test


def is_staff(person: Person) -> bool:
    return person.is_administrator or any(test(person) for test in _tests)
