"""What the worker does now and then besides sending. Rooms register their tasks.

One row a task says when its next turn is; a conditional update gives the turn to one worker. A task
has to bear being done twice all the same: whoever dies in the middle is followed by the next turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError
from django.db.models import Q

from croisee.mail.models import Turn

log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=5)
#: Does what is due at an instant; returns how many messages it wrote.
Task = Callable[[datetime], int]

_tasks: dict[str, Task] = {}
_portions: dict[str, Task] = {}


def register(name: str, task: Task) -> None:
    _tasks[name] = task


def register_portions(name: str, task: Task) -> None:
    """Work asked for by somebody who waits: looked for at every turn of the worker, done some at a
    time. Where there is none it costs one short query."""
    _portions[name] = task


def run_portions(at: datetime) -> int:
    """The next portion of each; as `run_due`."""
    return sum(_run(name, task, at) for name, task in _portions.items())


def run_due(at: datetime) -> int:
    """Do the tasks whose turn it is; returns how many messages were written.

    A task that fails is logged and leaves the others, and the sending, alone. Raises
    OperationalError when the database is away.
    """
    return sum(_run(name, task, at) for name, task in _tasks.items() if take_turn(name, at))


def take_turn(name: str, at: datetime) -> bool:
    """Whether the turn is ours: of several workers one gets it."""
    after = at + EVERY
    # A turn far ahead was written by a clock that has been set back since.
    mine = Q(due_at__lte=at) | Q(due_at__gt=after)
    if Turn.objects.filter(mine, name=name).update(due_at=after):
        return True
    return Turn.objects.get_or_create(name=name, defaults={"due_at": after})[1]


def _run(name: str, task: Task, at: datetime) -> int:
    try:
        return task(at)
    except OperationalError:
        raise
    except Exception:
        log.exception("the periodic task %s failed", name)
        return 0
