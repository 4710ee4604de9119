"""Whether the demo's database is that of today and of this version, and how it is made again."""

import hashlib
import importlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from croisee.core import clock

PACKAGE = Path(__file__).resolve().parents[2]
CODE = ("*.py", "*.csv", "*.xlsx", "*.json")


def _marker() -> Path:
    return Path(settings.DATA) / "prepared.json"


def _version() -> dict[str, Any]:
    """The story depends on its own code, on the tables and on the calendar day."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.read_bytes())
    return {"day": clock.now().date().isoformat(), "version": digest.hexdigest()}


def _sources() -> list[Path]:
    folders = [*PACKAGE.glob("**/migrations"), PACKAGE / "desk" / "demo"]
    return [path for folder in folders for kind in CODE for path in folder.rglob(kind)]


def prepared() -> bool:
    """True when nothing has to be made; the static files are this version's as well."""
    if not _marker().exists() or json.loads(_marker().read_text()) != _version():
        return False
    call_command("install", verbosity=0)
    return True


def prepare() -> None:
    """Begin again from nothing. The marker comes last: an interrupted preparation is repeated."""
    connections.close_all()
    shutil.rmtree(settings.DATA, ignore_errors=True)
    Path(settings.DATA).mkdir(parents=True)
    call_command("install", verbosity=0)
    _tell_the_story()
    _marker().write_text(json.dumps(_version()))


def _tell_the_story() -> None:
    story = importlib.import_module("croisee.desk.demo")
    story.prepare()
