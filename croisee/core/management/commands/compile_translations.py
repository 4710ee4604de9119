"""Compile the translations that changed. Babel does it: no GNU gettext is needed."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compile croisee/locale/*/LC_MESSAGES/*.po where the .mo file is missing or older."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if not compile_catalogue(source):
                    continue
                # The demo installs and serves in one process, which spoke before these existed.
                translation_file_changed(None, source.with_suffix(".mo"))
                if options["verbosity"] > 1:
                    self.stdout.write(f"compiled {source.name} of {source.parts[-3]}")


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside the .po unless it is newer; readers never see half a file, nor two writers one."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as po:
        catalogue = read_po(po, locale=source.parts[-3])
    fresh = target.with_suffix(f".mo.{os.getpid()}")
    with fresh.open("wb") as mo:
        write_mo(mo, catalogue)
    fresh.replace(target)
    return True
