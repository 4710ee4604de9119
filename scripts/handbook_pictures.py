"""Pictures of the coordinators' handbook, in docs/handbook/images/: windows 1280 px wide, cropped.

Begins the demo's story again, serves it on a free port, does in it what the handbook tells, ends it.
The acts follow one another and the round is published last, so all pictures are made together.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from screenshots import ARGUMENTS, ROOT, demo

FOLDER = ROOT / "docs" / "handbook" / "images"
SAMPLES = ROOT / "croisee" / "desk" / "demo" / "samples"
LARGEST = 120_000  # bytes of one picture
TALLEST = 760  # px


class Camera:
    """A signed-in person and the desk of the edition they see."""

    def __init__(self, page: Page, origin: str, role: str) -> None:
        self.page = page
        page.goto(f"{origin}/demo/")
        page.click(f'form[action="/demo/{role}/"] button')
        page.wait_for_url("**/bureau/*/")
        self.desk = page.url

    def go(self, where: str = "") -> Page:
        self.page.goto(self.desk + where)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("networkidle")
        self._settle()

    def _settle(self) -> None:
        """A panel of the board changes in place: its new content stands, no transition is under way."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_load_state("networkidle")
        self.page.locator(".htmx-request, .htmx-swapping").first.wait_for(state="detached")
        self.page.wait_for_timeout(600)  # the new panel comes in gently

    def take(self, name: str, selector: str = "main", *, tall: int = TALLEST) -> None:
        """The part of the page that the selector finds, with a little air around it."""
        self.page.evaluate("window.scrollTo(0, 0)")
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None, selector
        air = 0 if selector == "main" else 12  # the navigation stands right above the main part
        x, y = max(box["x"] - air, 0), max(box["y"] - air, 0)
        clip = {
            "x": x,
            "y": y,
            "width": min(box["width"] + 2 * air, 1280 - x),
            "height": min(box["height"] + 2 * air, tall),
        }
        path = FOLDER / f"{name}.png"
        self.page.screenshot(path=path, clip=clip, full_page=True)  # type: ignore[arg-type]
        if path.stat().st_size > LARGEST:
            sys.exit(f"{path.name} is larger than {LARGEST} bytes: crop it.")


def administration(camera: Camera) -> None:
    camera.go("edition/")
    camera.take("edition", tall=602)
    camera.go("matching/")
    camera.take("regles", "section[aria-labelledby=h-policies]")


def lists(camera: Camera) -> None:
    camera.go()
    camera.take("a-faire", tall=496)
    camera.click("a:has-text('Relire les offres')")
    camera.click("summary:has-text('Demander une correction')")
    camera.take("offre-a-relire", tall=674)
    camera.go("inscriptions/?choix=1&province=WNA")
    camera.click("summary:has-text('Enregistrer cette vue')")
    camera.page.fill("#view-name", "Namur, un seul choix")
    camera.take("vue", tall=600)
    camera.go("inscriptions/")
    camera.click("a[data-edit]")
    camera.page.locator("tr.selected input[name$=postcode]").fill("5101")
    camera.click("tr.selected button")
    camera.take("annuler", tall=190)
    camera.click(".done-note button")
    camera.go("personnes/?q=charles arnould")
    camera.click("tbody th a")
    camera.click("button:has-text('Donner un code')")
    camera.take("code-au-telephone", tall=474)


def sheets(camera: Camera) -> None:
    page = camera.go("import/")
    files = page.locator("input[type=file]")
    files.nth(0).set_input_files(SAMPLES / "hotes.xlsx")
    files.nth(1).set_input_files(SAMPLES / "stagiaires.xlsx")
    camera.click("button:has-text('Lire les fichiers')")
    camera.take("avant-d-importer", tall=700)
    camera.click("button:has-text('Abandonner')")


def matching(camera: Camera) -> None:
    camera.go("matching/")
    camera.click("ul.people a")
    camera.take("personne", "#detail")
    camera.go("matching/")
    camera.click("section[aria-labelledby=h-offers] tbody a")
    camera.take("offre", "#detail")
    camera.go("matching/")
    camera.click("a:has-text('Liste d’appels')")
    camera.take("appels", tall=508)
    camera.go("matching/")
    camera.click("a:has-text('Publier ce brouillon')")
    camera.page.check("#hold")
    camera.take("publier", tall=545)
    camera.click("button:has-text('Publier et prévenir')")
    camera.take("resultat", tall=520)
    camera.go("chiffres/")
    camera.take("chiffres", tall=664)


def main() -> int:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("No Chromium on this machine: no pictures.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    croisee = str(Path(sys.executable).parent / "croisee")
    subprocess.run([croisee, "demo", "--fresh", "--prepare-only"], cwd=ROOT, check=True)
    with demo() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        parts = [("administrator", [administration]), ("coordinator", [lists, sheets, matching])]
        for role, acts in parts:
            context = browser.new_context(
                viewport={"width": 1280, "height": 900}, color_scheme="light", locale="fr-BE"
            )
            camera = Camera(context.new_page(), origin, role)
            for act in acts:
                act(camera)
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
