"""Drive a real Chromium, Debian's, against the site in this process.

Every page is watched: an error in the console (a CSP violation is one), a request that fails or
one that leaves loopback fails the test. `axe(page)` asserts that axe finds nothing. A failing test
leaves a picture in var/browser/.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.entry import signed_in

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PICTURES = ROOT / "var" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PATIENCE = 15_000  # ms; two cores may be busy with the other suites
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[FAILED] = report.failed  # type: ignore[attr-defined]
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    # Playwright runs its loop in this thread; Django would take our queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def live_site(live_server: Any, settings: Any) -> str:
    """The address of the running site, which is also the origin that mails and forms know."""
    settings.ORIGIN = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@dataclass
class Watch:
    """What went wrong in a page. `expect("404")` allows the lines that match."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    def follow(self, page: Page) -> None:
        page.on("console", lambda line: self._note(line.type == "error", f"console: {line.text}"))
        page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._left)

    def unexpected(self) -> list[str]:
        return [p for p in self.problems if not any(re.search(e, p) for e in self.expected)]

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.problems.append(what)

    def _failed(self, request: Request) -> None:
        """A navigation that becomes a download, or is replaced by the next, counts as aborted."""
        aborted = request.failure == "net::ERR_ABORTED"
        self._note(not aborted, f"request: {request.url} {request.failure}")

    def _left(self, request: Request) -> None:
        parts = urlsplit(request.url)
        inside = parts.hostname in {"127.0.0.1", "localhost"}
        self._note(parts.scheme in {"http", "https"} and not inside, f"left: {request.url}")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_page(
    browser: Browser, live_site: str, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens pages that share nothing; what they did wrong fails the test at its end."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> Page:
        context = browser.new_context(
            **{"base_url": live_site, "locale": "fr-BE", "viewport": DESKTOP, **options}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield new
    if request.node.stash.get(FAILED, False):
        _take_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    assert watch.unexpected() == []


def _take_pictures(contexts: list[BrowserContext], name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        path = PICTURES / f"{re.sub(r'[^a-zA-Z0-9_-]+', '-', name)}-{number}.png"
        page.screenshot(path=path, full_page=True)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport=PHONE, has_touch=True)


@pytest.fixture
def enter(live_site: str) -> Callable[[Page, Any], None]:
    """`enter(page, person)`: the page is that of somebody signed in."""

    def sign_in(page: Page, person: Any) -> None:
        client = signed_in(person)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_site}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no rule of axe-core is broken. Evaluated beside the page's CSP, not against it."""
    source = AXE.read_text(encoding="utf-8")

    def run(page: Page) -> None:
        page.evaluate(source)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        assert [_told(violation) for violation in found["violations"]] == [], page.url

    return run


def _told(violation: dict[str, Any]) -> str:
    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
    why = (violation["nodes"][0].get("failureSummary") or "").replace("\n", " ")
    return f"{violation['id']} ({violation['impact']}): {where}: {why}"
