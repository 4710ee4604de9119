"""Backup and restore, on whichever database the suite runs (reliability rules 6 and 18)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from croisee.core.models import JournalEntry
from croisee.desk.management.backups import BackupError, back_up, restore
from croisee.directory.models import Postcode
from croisee.mail.models import Sending

WRITERS = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"),
        reason="pg_dump is not installed",
    ),
]


def write_entry(at: datetime, note: str) -> int:
    return JournalEntry.objects.create(
        at=at, verb="test.wrote", subject_type="test", subject_id=1, note=note
    ).pk


@contextmanager
def writers(at: datetime) -> Iterator[list[int]]:
    """Four threads that write without pause; the list grows by each row once it is committed."""
    acknowledged: list[int] = []
    stop = Event()

    def write(number: int) -> None:
        while not stop.is_set():
            acknowledged.append(write_entry(at, f"writer {number}"))
        connection.close()

    threads = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_for(rows: list[int], number: int) -> None:
    patience = Event()
    while len(rows) < number:
        patience.wait(0.01)


def test_nothing_acknowledged_before_a_backup_is_missing_after_its_restore(
    at: datetime, tmp_path: Path
) -> None:
    target = tmp_path / "copy"
    with writers(at) as acknowledged:
        wait_for(acknowledged, 40)
        before = list(acknowledged)
        back_up(target)
        wait_for(acknowledged, len(acknowledged) + 40)
    JournalEntry.objects.all()._raw_delete("default")  # type: ignore[attr-defined]

    restore(target, at=at)

    kept = set(JournalEntry.objects.filter(verb="test.wrote").values_list("pk", flat=True))
    assert set(before) - kept == set()
    assert set(acknowledged) - kept != set()  # the control: later rows cannot be in the copy


def test_what_came_after_the_backup_is_gone_and_sending_is_paused(
    at: datetime, tmp_path: Path
) -> None:
    Sending.objects.create(paused=False)
    postcodes = Postcode.objects.count()
    back_up(tmp_path / "copy")
    write_entry(at, "later")
    Postcode.objects.all().delete()

    restore(tmp_path / "copy", at=at)

    assert Postcode.objects.count() == postcodes
    assert Sending.objects.get().paused
    assert JournalEntry.objects.get().verb == "mail.paused"


def test_a_backup_is_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    back_up(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00", b"PGDMP", b"SQLite format 3\x00x"]
)
def test_a_file_that_is_no_backup_changes_nothing(
    at: datetime, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "not-a-backup"
    source.write_bytes(content * 50)
    kept = write_entry(at, "kept")
    with pytest.raises(BackupError):
        restore(source, at=at)
    assert JournalEntry.objects.filter(pk=kept).exists()


def test_the_commands_ask_to_confirm_and_say_what_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "copy"
    call_command("backup", str(target))
    with pytest.raises(SystemExit) as refused:
        call_command("restore", str(target))
    assert refused.value.code == 2
    assert "--yes" in capsys.readouterr().err

    call_command("restore", str(target), "--yes")

    assert "suspendu" in capsys.readouterr().out
    assert Sending.objects.get().paused


def test_a_missing_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("restore", str(tmp_path / "nothing"), "--yes")
    assert "n'existe pas" in capsys.readouterr().err
