"""Pictures of every page as each role sees it, in screenshots/: 390 and 1280 px, light and dark.

Tells the demo's story anew in var/screenshots, serves it on a free port, ends it. Beside the pictures
stand contact sheets (screenshots/index.html), and `problems.txt` says what is wrong: a page wider than
its window, an error in the console, an answer of 4xx or 5xx, a page that could not be reached.
`scripts/screenshots.py matching host` takes only the roles and pages whose name is given.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, ConsoleMessage, Error, Response, sync_playwright

from contact_sheets import write_sheets
from pictured_pages import ROLES, Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
PROBLEMS = FOLDER / "problems.txt"
OWN_DEMO = ROOT / "var" / "screenshots"
WIDTHS = (1280, 390)
THEMES = ("light", "dark")
READY_AFTER = 600  # seconds the demo may need to be prepared
PATIENCE = 30_000  # ms for a page, where two cores are busy
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def demo(folder: Path = ROOT, *words: str) -> Iterator[str]:
    """The demo's origin, for as long as the pictures take; its database is in `folder`/var/demo."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "croisee"), "demo", *words]
    environment = {
        **os.environ,
        "PORT": str(port),
        "CROISEE_DEMO_SMTP_PORT": str(free_port()),
    }
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        origin = f"http://localhost:{port}"
        _wait_for(origin, process)
        yield origin
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_AFTER):
        if process.poll() is not None:
            sys.exit("The demo ended before its first page.")
        try:
            urllib.request.urlopen(origin + "/demo/", timeout=20).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(1)
    sys.exit("The demo did not answer in time.")


class Camera:
    """One role's window. What goes wrong is written down, and the next page is taken."""

    def __init__(self, browser: Browser, origin: str, role: str) -> None:
        self.origin, self.role, self.problems = origin, role or "public", []  # type: ignore[var-annotated]
        # no transition: a picture taken right after a change of theme shows the new colours
        context = browser.new_context(locale="fr-BE", reduced_motion="reduce")
        self.window = context.new_page()
        self.window.set_default_timeout(PATIENCE)
        self.window.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.desk, self.now = "", Page("entrée", "", "")
        if role:
            self.window.goto(f"{origin}/demo/")
            self.window.click(f'form[action="/demo/{role}/"] button')
            self.desk = self.window.url
        self.window.on("console", self._said)
        self.window.on("pageerror", lambda error: self.tell(str(error)))
        self.window.on("response", self._answered)

    def tell(self, words: str) -> None:
        if not (self.now.status == 404 and "404" in words):
            told = f"{self.role}/{self.now.name}: {words}"
            self.problems.append(told)
            with PROBLEMS.open(
                "a", encoding="utf-8"
            ) as file:  # a run that is cut short has said it
                file.write(told + "\n")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.tell(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != 422:
            self.tell(f"{response.status} {response.url}")

    def take(self, page: Page) -> None:
        """The page in both widths and themes; it is loaded once."""
        self.now = page
        try:
            self._reach(page)
            for width in WIDTHS:
                self.window.set_viewport_size({"width": width, "height": 900})
                self._measure(width)
                for theme in THEMES:
                    self.window.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                    path = FOLDER / f"{self.role}-{page.name}-{width}-{theme}.png"
                    self.window.screenshot(path=path, full_page=True, animations="disabled")
        except (Error, LookupError) as error:
            self.tell(str(error).splitlines()[0])
        finally:
            self.window.set_viewport_size({"width": WIDTHS[0], "height": 900})
            self.window.emulate_media(color_scheme="light")

    def _reach(self, page: Page) -> None:
        self.window.goto(urljoin(self.origin, page.start.replace("{desk}", self.desk)))
        if page.link:
            self.window.goto(urljoin(self._link(page.link), page.end))
        if page.act:
            page.act(self.window)
            self.window.wait_for_load_state("networkidle")

    def _link(self, pattern: str) -> str:
        """The first address on the page, in the main part if possible, that the pattern finds."""
        for part in ("main a[href]", "a[href]"):
            for link in self.window.locator(part).all():
                if re.search(pattern, link.get_attribute("href") or ""):
                    return urljoin(self.window.url, link.get_attribute("href"))
        raise LookupError(f"no link to {pattern} on {self.window.url}")

    def _measure(self, width: int) -> None:
        wide = self.window.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.tell(f"{wide} px wide in a window of {width}")


def main() -> int:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("No Chromium on this machine: no pictures.")
    only, began = set(sys.argv[1:]), time.monotonic()
    for folder in (FOLDER, OWN_DEMO):
        folder.mkdir(parents=True, exist_ok=True)
    PROBLEMS.write_text("", encoding="utf-8")
    problems: list[str] = []
    with demo(OWN_DEMO, "--fresh") as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for role, pages in ROLES.items():
            wanted = [one for one in pages if not only or only & {one.name, role or "public"}]
            camera = Camera(browser, origin, role) if wanted else None
            for page in wanted:
                assert camera is not None
                camera.take(page)
            problems += camera.problems if camera else []
        browser.close()
    write_sheets(FOLDER, WIDTHS, THEMES)
    minutes = (time.monotonic() - began) / 60
    print(f"{len(problems)} problems (problems.txt), {minutes:.1f} min: {FOLDER}/index.html")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
