"""The rules of the house that a machine can check (docs/structure.md).

Each test lists every breach at once, as `file:line`, so that one run shows all there is to mend.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".yml", ".in", ".typ", ".po", ""}
NOT_OURS = ("/vendor/", "docs/design/", "/fonts/", "LICENSE")
MAX_LINES = 400
MAX_VIEW_LINES = 25

# Where the clock may be asked; everything else receives `at`.
CLOCK_READERS = {"views", "guards", "context", "middleware", "tasks", "management", "commandline"}
CLOCKS = {"croisee/core/clock.py", "croisee/desk/demo/__init__.py"}
# Text marked as safe HTML, and why it is.
SAFE = {
    "croisee/core/listing/cells.py": "each value escaped by itself; tests/core/test_listing.py",
    "croisee/core/templates/core/forms/before.html": "help texts are written in the code",
    "croisee/core/templatetags/look.py": "our own icons and drawings, made of numbers",
    "croisee/editions/markdown.py": "cleaned by nh3",
    "croisee/mail/markup.py": "tag names chosen in the code",
}


@cache
def house_files() -> tuple[str, ...]:
    """Tracked files and those about to be; without git, everything outside the made folders."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.splitlines() if done.returncode == 0 else _walked()
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def _walked() -> list[str]:
    made = {".venv", "var", "build", "screenshots", "__pycache__"}
    paths = [p.relative_to(ROOT) for p in ROOT.rglob("*")]
    return [p.as_posix() for p in paths if not made & set(p.parts)]


def ours(*suffixes: str, under: str = "") -> list[str]:
    return [
        name
        for name in house_files()
        if Path(name).suffix in (suffixes or WRITTEN)
        and name.startswith(under)
        and not any(part in f"/{name}" for part in NOT_OURS)
    ]


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def lines_matching(names: list[str], pattern: str, flags: int = 0) -> list[str]:
    found = re.compile(pattern, flags)
    return [
        f"{name}:{number}: {line.strip()}"
        for name in names
        for number, line in enumerate(text_of(name).splitlines(), start=1)
        if found.search(line)
    ]


def modules(under: str = "croisee/") -> list[str]:
    return [name for name in ours(".py", under=under) if "/migrations/" not in name]


def functions(name: str) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(text_of(name))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


# ---------------------------------------------------------------- size and names


def test_no_file_is_longer_than_400_lines() -> None:
    names = [name for name in ours(".py", ".html", ".css", ".js") if "/migrations/" not in name]
    lengths = {name: len(text_of(name).splitlines()) for name in names}
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def body_lines(function: ast.FunctionDef) -> int:
    """From the first statement after the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_view_is_longer_than_25_lines() -> None:
    views = [name for name in modules() if "views" in Path(name).with_suffix("").parts]
    long = [
        f"{name}:{function.lineno}: {function.name} has {body_lines(function)} lines"
        for name in views
        for function in functions(name)
        if body_lines(function) > MAX_VIEW_LINES
    ]
    assert long == []


def test_no_module_is_an_attic() -> None:
    attics = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [n for n in modules() if attics & set(Path(n).with_suffix("").parts)] == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    words = "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"])
    names = [*ours(".py", ".html", ".css", ".js", ".md"), "Makefile"]
    assert lines_matching(names, rf"\b({words})\b") == []


# ---------------------------------------------------------------- time


def _asks_the_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    wall = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "time.time", "now"}
    today = name.endswith(("localdate", "localtime")) and not (node.args or node.keywords)
    return today or name in wall or name.endswith("clock.now")


def test_only_views_tasks_and_commands_ask_the_clock() -> None:
    asked = [
        f"{name}:{node.lineno}"
        for name in modules()
        if not CLOCK_READERS & set(Path(name).with_suffix("").parts) and name not in CLOCKS
        for node in ast.walk(ast.parse(text_of(name)))
        if _asks_the_clock(node) and isinstance(node, ast.Call)
    ]
    assert asked == []


# ---------------------------------------------------------------- templates


def page_templates() -> list[str]:
    """Templates of pages. Those of mails obey other readers and are tested in tests/mail."""
    names = ours(".html", under="croisee/")
    return [name for name in names if not name.startswith("croisee/mail/templates/mail/")]


def test_templates_have_no_inline_script_or_style() -> None:
    inline = r"<style|<script(?![^>]*\ssrc=)|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:"
    assert lines_matching(page_templates(), inline, re.IGNORECASE) == []


def test_pages_load_nothing_from_elsewhere() -> None:
    outside = r"(?:src|srcset|action)=[\"'](?:https?:)?//|<link[^>]+href=[\"'](?:https?:)?//"
    assert lines_matching(page_templates(), outside, re.IGNORECASE) == []


def url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from url_names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name


def test_every_url_tag_names_a_page() -> None:
    known = set(url_names(get_resolver()))
    tag = re.compile(r"{%-?\s*url\s+[\"']([^\"']+)[\"']")
    unknown = [
        f"{name}: {url}"
        for name in ours(".html", ".txt", under="croisee/")
        for url in tag.findall(text_of(name))
        if url not in known
    ]
    assert unknown == []


def test_nothing_is_marked_safe_outside_the_list() -> None:
    marks = r"\|\s*safe\b|autoescape off|mark_safe\(|SafeString\("
    found = lines_matching(ours(".py", ".html", under="croisee/"), marks)
    assert [line for line in found if line.split(":")[0] not in SAFE] == []


# ---------------------------------------------------------------- models


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.startswith("croisee.")], ids=str
)
def test_every_model_says_what_it_is(model: type[models.Model]) -> None:
    assert model.__str__ is not models.Model.__str__


# ---------------------------------------------------------------- documents


def test_cited_requirements_exist() -> None:
    register = set(re.findall(r"\b[A-Z]{2}-\d{2}\b", text_of("docs/design/requirements.md")))
    prefixes = "|".join(sorted({cited[:2] for cited in register}))
    cite = re.compile(rf"\b(?:{prefixes})-\d{{2}}\b")
    names = [*ours(".py", ".html", ".md", ".yml")]
    unknown = {(name, cited) for name in names for cited in cite.findall(text_of(name))}
    assert sorted(pair for pair in unknown if pair[1] not in register) == []


def mentioned_paths(document: str) -> list[str]:
    """Paths in backticks, and relative targets of links."""
    quoted = re.findall(r"`([\w./-]+/[\w.-]+\.[a-z]{2,5})`", text_of(document))
    linked = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text_of(document))
    absolute = [*quoted, *linked]
    return [path for path in absolute if not path.startswith(("/", "var/"))]


def test_documents_mention_existing_files() -> None:
    missing = [
        f"{document}: {path}"
        for document in ours(".md")
        for path in mentioned_paths(document)
        if not (ROOT / document).parent.joinpath(path).exists()
        and not any(f"/{name}".endswith(f"/{path}") for name in house_files())
    ]
    assert missing == []


# ---------------------------------------------------------------- this machine stays out


def test_no_path_of_a_machine_and_no_package_index_is_written_down() -> None:
    homes = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + r"me/\w", "/Us" + r"ers/\w", "C:" + r"\\\\Users"]
    indexes = ["py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npmjs", "/opt/" + "pypi"]
    assert lines_matching(ours(), "|".join([*homes, *indexes])) == []


@pytest.mark.parametrize("lock", ["requirements/base.txt", "requirements/dev.txt"])
def test_locks_pin_by_hash_and_name_no_index(lock: str) -> None:
    entries = re.sub(r"\\\n\s*", "", text_of(lock)).splitlines()
    loose = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert [entry[:60] for entry in loose if entry.strip()] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text_of(lock)) == []


# ---------------------------------------------------------------- translations


def translations() -> Iterator[tuple[str, Message]]:
    for catalogue in ours(".po", under="croisee/locale/"):
        with (ROOT / catalogue).open("rb") as source:
            yield from ((catalogue, message) for message in read_po(source) if message.id)


def test_no_translation_is_a_guess() -> None:
    assert [(name, message.id) for name, message in translations() if message.fuzzy] == []


def test_translations_keep_the_placeholders() -> None:
    assert [
        (name, message.id)
        for name, message in translations()
        if isinstance(message.id, str) and not _same_places(message.id, message.string)
    ] == []


def _same_places(source: str, translation: object) -> bool:
    places = re.compile(r"%\(\w+\)[sd]|{\w*}")
    if not isinstance(translation, str) or not translation:
        return True
    return sorted(set(places.findall(source))) == sorted(set(places.findall(translation)))
