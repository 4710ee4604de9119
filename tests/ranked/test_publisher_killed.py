"""kill -9 of the publisher at random points: all the rows of a publication, or none (rule 3)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from croisee.core.models import JournalEntry
from croisee.mail.models import Message
from croisee.offers.models import Slot
from croisee.placements.models import Participant, Placement
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.models import Application, Round, Run
from tests.mail.test_worker_killed import database_address
from tests.ranked.scenes import Scene, scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]

ROOT = Path(__file__).resolve().parents[2]
WISHES = ["AB", "BA", "AC", "CA", "BC", "CB", "ABC", "CBA"] * 3
NOTHING = {
    "placements": 0,
    "participants": 0,
    "placed": 0,
    "taken": 0,
    "journal": 0,
    "rounds": 0,
    "drafts": 0,
    "mails": 0,
}


def crowd(at: datetime) -> Scene:
    """Two dozen people, eighteen places."""
    return scene(places={"A": 5, "B": 7, "C": 6}, wishes=WISHES, at=at)


def rows(board: Scene) -> dict[str, int]:
    """What a publication writes, table by table."""
    edition, verbs = board.edition, ["placement.made", "round.published"]
    taken = Slot.objects.filter(offer__edition=edition).values_list("taken", flat=True)
    return {
        "placements": Placement.objects.filter(edition=edition).count(),
        "participants": Participant.objects.filter(placement__edition=edition).count(),
        "placed": Application.objects.filter(edition=edition, placement__isnull=False).count(),
        "taken": sum(taken),
        "journal": JournalEntry.objects.filter(scope=edition.scope, verb__in=verbs).count(),
        "rounds": Round.objects.filter(edition=edition, state="published").count(),
        "drafts": Run.objects.filter(round__edition=edition, state="published").count(),
        "mails": Message.objects.filter(key__startswith=f"result:{board.round.pk}:").count(),
    }


EVERYTHING = {
    "placements": 18,
    "participants": 18,
    "placed": 18,
    "taken": 18,
    "journal": 18 + 1,
    "rounds": 1,
    "drafts": 1,
    "mails": 24 + 3,  # everybody, and one contact for each of three offers
}


def publisher(run: Run, data: Path, statement: int, *more: str) -> tuple[int, str]:
    """Exit code and output of a process that publishes."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_address(),
        "CROISEE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "croisee.config.settings",
    }
    environment.pop("CROISEE_DEMO", None)
    words = [sys.executable, "-m", "tests.ranked.publisher", str(run.pk), str(statement)]
    words += more or ["0"]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode, done.stdout


def life(data: Path, at: datetime, *, kills: int, seed: int) -> Counter[str]:
    """Kill as many publishers, each on a round of its own; how they ended."""
    alive = crowd(at)
    _, output = publisher(alive.simulate(), data, 0)
    assert rows(alive) == EVERYTHING
    statements, dice, ends = int(output), random.Random(seed), Counter[str]()
    for _ in range(kills):
        board = crowd(at)
        run = board.simulate()
        point = dice.randint(1, statements + 1)
        delay = dice.choice([0, dice.random() * 0.02])
        code, _output = publisher(run, data, point, str(delay))
        found = rows(board)
        assert found in (NOTHING, EVERYTHING), (point, found)
        ends["all" if found == EVERYTHING else "none"] += 1
        ends["killed"] += code == -signal.SIGKILL
        if found == NOTHING:  # and what died leaves the round as it was: it is published now
            publish_run(run, by=board.by, at=at)
            assert rows(board) == EVERYTHING
    return ends


def test_five_deaths(tmp_path: Path, at: datetime) -> None:
    ends = life(tmp_path, at, kills=5, seed=5)
    assert ends["none"] >= 1


def test_without_the_transaction_the_same_death_leaves_a_part(tmp_path: Path, at: datetime) -> None:
    """The control arm: these points do fall in the middle of what is written."""
    alive, board = crowd(at), crowd(at)
    _, output = publisher(alive.simulate(), tmp_path, 0)
    publisher(board.simulate(), tmp_path, int(output) - 2, "0", "torn")
    assert rows(board) not in (NOTHING, EVERYTHING)


@pytest.mark.long
def test_sixty_deaths(tmp_path: Path, at: datetime) -> None:
    """The figure of reliability.md."""
    ends = life(tmp_path, at, kills=60, seed=60)
    assert ends["killed"] >= 40
    assert ends["none"] >= 20
