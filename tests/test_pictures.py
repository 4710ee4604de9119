"""`make screenshots` shows every page: one that is missing has a reason in scripts/pictured_pages.py."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def pictured() -> ModuleType:
    path = ROOT / "scripts" / "pictured_pages.py"
    spec = importlib.util.spec_from_file_location("pictured_pages", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


RIGHTS = yaml.safe_load((ROOT / "tests" / "rights.yml").read_text(encoding="utf-8"))


def _pages() -> set[str]:
    """The addresses that answer GET with a page, from the rights matrix; those of the demo, which
    answer nowhere else, are added."""
    found = {"desk:demo", "mailbox", "mailbox_message", "editions:wipe", "editions:try"}
    for name, rows in RIGHTS.items():
        for row in rows if isinstance(rows, list) else [rows]:
            if any(_may_be_a_page(status) for status in (row.get("GET") or {})):
                found.add(name)
    return found


def _may_be_a_page(status: Any) -> bool:
    return "200" in str(status).split("|")


def test_every_page_is_pictured_or_has_a_reason(pictured: ModuleType) -> None:
    shown = {page.address for pages in pictured.ROLES.values() for page in pages} - {""}
    assert _pages() - shown - set(pictured.WITHOUT) == set()
    assert shown & set(pictured.WITHOUT) == set(), "pictured all the same"
    assert shown | set(pictured.WITHOUT) <= set(RIGHTS), "no such address"


def test_names_of_pictures_are_taken_once(pictured: ModuleType) -> None:
    for role, pages in pictured.ROLES.items():
        names = [page.name for page in pages]
        assert len(set(names)) == len(names), role
