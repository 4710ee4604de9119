"""Pictures of the main pages as each role sees them, in screenshots/: 390 and 1280 px, light and dark.

Starts the demo on a free port, ends it afterwards. `scripts/screenshots.py board catalogue` takes only
the pages whose name is given.
"""

from __future__ import annotations

import os
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

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
READY_AFTER = 300  # seconds the demo may need to be prepared
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# role of the demo's sign-in page → {name: address, or the text of a link to follow from the last page}
PAGES: dict[str, dict[str, str]] = {
    "": {
        "home": "/",
        "catalogue": "/catalogue/",
        "offer": "/offres/H005/",
        "calendar": "/calendrier/",
        "golden-rules": "/regles-d-or/",
        "sign-in": "/connexion/",
        "propose": "/devenir-hote/",
        "demo": "/demo/",
        "mailbox": "/boite/",
    },
    "trainee": {"trainee-space": "/mon-espace/", "trainee-why": "/mes-choix/resultat/"},
    "waiting": {"waiting-space": "/mon-espace/", "choices": "/mes-choix/"},
    "host": {"host-space": "/mon-espace/", "host-offers": "/mes-offres/"},
    "coordinator": {
        "to-do": "/bureau/",
        "board": "Matching",
        "offers": "Offres",
        "applications": "Inscriptions",
        "placements": "Stages",
        "persons": "Personnes",
        "messages": "Messages",
        "figures": "Chiffres",
    },
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def demo() -> Iterator[str]:
    """The demo's origin, for as long as the pictures take."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "croisee"), "demo"]
    environment = {
        **os.environ,
        "PORT": str(port),
        "CROISEE_DEMO_SMTP_PORT": str(free_port()),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
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


def main() -> int:
    browser_path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if browser_path is None:
        sys.exit("No Chromium on this machine: no pictures.")
    FOLDER.mkdir(exist_ok=True)
    with demo() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for width in WIDTHS:
            for scheme in SCHEMES:
                _pictures(browser, origin, width, scheme, set(sys.argv[1:]))
        browser.close()
    return 0


def _pictures(browser: Browser, origin: str, width: int, scheme: str, only: set[str]) -> None:
    for role, pages in PAGES.items():
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="fr-BE",
        )
        page = context.new_page()
        if role:
            page.goto(f"{origin}/demo/")
            page.click(f'form[action="/demo/{role}/"] button')
        for name, where in pages.items():
            _go(page, origin, where)
            if not only or name in only:
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()


def _go(page: Page, origin: str, where: str) -> None:
    if where.startswith("/"):
        page.goto(origin + where)
    else:
        page.locator("nav.desk-nav a", has_text=where).first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
