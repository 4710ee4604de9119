"""pretalx with a schedule of as many talks, served as the catalogue is: benchmarks/catalogue.py starts it.

Run by the Python of an environment of its own, named by CROISEE_PRETALX_PYTHON:

    python3 -m venv peer && peer/bin/pip install pretalx waitress
    CROISEE_PRETALX_PYTHON=peer/bin/python python benchmarks/catalogue.py

pretalx as it comes: its settings, SQLite, no Redis (hence no cache of its own; `widget data` is what such
a cache would keep for five minutes). Three days, as many rooms as needed, one speaker and one track a
talk, one released version. Its schedule page is a shell whose talks its script then asks for; the page
without script draws them itself. All of them are shown, however many: there are no pages.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import timedelta
from typing import Any

SEED = 20260223
DAYS, TALKS_A_ROOM = 3, 16  # a day
PAGES = {
    "shell": "/bench/schedule/",
    "widget data": "/bench/schedule/widgets/schedule.json",
    "without script": "/bench/schedule/nojs",
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pretalx.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from waitress_server import listen  # beside this file

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    talks = int(sys.argv[1])
    fill(talks)
    queries = {name: count_queries(address) for name, address in PAGES.items()}
    listen({"pages": PAGES, "queries": queries})


def fill(talks: int) -> None:
    """A public event with a released schedule of so many talks."""
    from django_scopes import scope, scopes_disabled
    from pretalx.event.models import Event, Organiser
    from pretalx.schedule.models import Room

    chance = random.Random(SEED)
    with scopes_disabled():
        from django.utils.timezone import now

        day = now().date()
        event = Event.objects.create(
            name="Banc d’essai",
            slug="bench",
            organiser=Organiser.objects.create(name="Bench", slug="bench"),
            is_public=True,
            date_from=day,
            date_to=day + timedelta(days=DAYS - 1),
            timezone="Europe/Brussels",
            email="bench@pro.example",
            locale_array="en",
            locale="en",
        )
    with scope(event=event):
        event.build_initial_data()
        rooms = [
            Room.objects.create(event=event, name=f"Room {number}", position=number)
            for number in range(-(-talks // (DAYS * TALKS_A_ROOM)))
        ]
        _talks(event, rooms, talks, chance)
        event.wip_schedule.freeze("v1", notify_speakers=False)


def _talks(event: Any, rooms: list[Any], count: int, chance: random.Random) -> None:
    from pretalx.person.models import SpeakerProfile, User
    from pretalx.submission.models import Submission, Track

    tracks = [
        Track.objects.create(event=event, name=f"Track {n}", color="#336699") for n in range(8)
    ]
    start = event.datetime_from + timedelta(hours=8)
    for number in range(count):
        talk = Submission.objects.create(
            event=event,
            title=f"Une journée {_words(chance, 3)}",
            abstract=_words(chance, 30),
            description=_words(chance, 60),
            submission_type=event.cfp.default_type,
            track=chance.choice(tracks),
            content_locale="en",
        )
        speaker = User.objects.create_user(name=_words(chance, 2), email=f"s{number}@pro.example")
        SpeakerProfile.objects.create(user=speaker, event=event, biography=_words(chance, 20))
        talk.speakers.add(speaker)
        talk.accept()
        talk.confirm()
        slot, turn = talk.slots.get(schedule=event.wip_schedule), number // len(rooms)
        slot.room = rooms[number % len(rooms)]
        slot.start = start + timedelta(
            days=turn // TALKS_A_ROOM, minutes=30 * (turn % TALKS_A_ROOM)
        )
        slot.end = slot.start + timedelta(minutes=30)
        slot.save()


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices("abdeilmnorstu", k=7)) for _ in range(count))


def count_queries(address: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"accept": "text/html,*/*", "host": "127.0.0.1"})
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    return len(captured)


if __name__ == "__main__":
    main()
