"""Which pages are pictured, for each role of the demo: addresses, links to follow, states to make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page as Window

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "croisee" / "desk" / "demo" / "samples"
LONG = (
    "Une journée qui commence tôt, avec toute l'équipe, et qui finit par un temps d'échange. " * 30
)


class Page(NamedTuple):
    """One picture. `start` is an address ({desk}: the desk of the edition); `link`, a pattern of the
    address to follow from there; `end` is put after it. `act` makes the state to picture."""

    name: str
    address: str  # its name in the rights matrix
    start: str
    link: str = ""
    end: str = ""
    act: Callable[[Window], None] | None = None
    status: int = 200


def sent_empty(page: Window) -> None:
    """The errors of a form: its text fields emptied, then sent. Nothing is stored."""
    for field in page.locator(
        "main form textarea, main form input[type=text], main form input[type=email]"
    ).all():
        if field.is_visible() and field.is_editable():
            field.fill("")
    page.locator("main form .btn-primary").first.click()


def long_text(page: Window) -> None:
    for field in page.locator("main form textarea").all():
        field.fill(LONG)


def code_asked(page: Window) -> None:
    page.locator("main input[type=email]").first.fill("aurore.pirotte@reseau.example")
    page.locator("main form .btn-primary").first.click()


def files_read(page: Window) -> None:
    files = page.locator("input[type=file]")
    files.nth(0).set_input_files(SAMPLES / "hotes.xlsx")
    files.nth(1).set_input_files(SAMPLES / "stagiaires.xlsx")
    page.get_by_role("button", name="Lire les fichiers").click()


def seen_as(page: Window) -> None:
    page.get_by_role("button", name="Voir le site comme elle").first.click()


def trial_made(page: Window) -> None:
    """A new edition for trying, as an administrator makes one: copied, then ticked as a trial."""
    page.locator("main input[type=text]").first.fill("édition 2030")
    page.locator("main .btn-primary").first.click()
    page.locator('a[href$="/edition/reglages/"]').first.click()
    page.locator("input[name=test_mode]").check()
    page.locator("main .btn-primary").first.click()


def offer_begun(page: Window) -> None:
    """Another offer of a known service; asked twice, it is the same draft."""
    page.get_by_role("button", name="Proposer une offre ici").first.click()


def offer_to_check(page: Window) -> None:
    offer_begun(page)
    page.goto(page.url.partition("page/")[0] + "relire/")


def _in_the_trial(page: Window, selector: str) -> None:
    page.locator("main a", has_text="édition 2030").first.click()
    page.goto(page.url + "edition/")
    page.locator(selector).first.click()


def draft_to_publish(page: Window) -> None:
    """What changed since the draft makes it outdated: a second one, which may be published."""
    page.get_by_role("button", name="Recalculer").first.click()
    page.locator('a[href$="/publier/"]').first.click()


def trial_to_wipe(page: Window) -> None:
    _in_the_trial(page, 'main a[href$="/edition/essai/"]')


def trial_to_try(page: Window) -> None:
    _in_the_trial(page, 'main a[href*="/essai/"]:not([href$="/edition/essai/"])')


def menu_open(page: Window) -> None:
    for one in page.locator("main summary").all():
        if one.is_visible():
            one.click()


PUBLIC = [
    Page("accueil", "home", "/"),
    Page("programme", "desk:programme", "/programme/"),
    Page("programmes", "desk:programmes", "/programmes/"),
    Page("calendrier", "desk:calendar", "/calendrier/"),
    Page("regles-d-or", "desk:golden_rules", "/regles-d-or/"),
    Page("conditions", "desk:conditions", "/conditions/"),
    Page("referents", "desk:coordinators", "/referents/"),
    Page("questions", "desk:faq", "/questions/"),
    Page("qui-peut-participer", "desk:eligibility", "/qui-peut-participer/"),
    Page("accessibilite", "desk:accessibility", "/accessibilite/"),
    Page("vie-privee", "desk:privacy", "/vie-privee/"),
    Page("catalogue", "offers:catalogue", "/catalogue/"),
    Page("catalogue-filtre", "offers:catalogue", "/catalogue/?q=sante&province=WNA"),
    Page("catalogue-vide", "offers:catalogue", "/catalogue/?q=zzzzzz"),
    Page("carte", "offers:catalogue_map", "/catalogue/carte/"),
    Page("offre", "offers:detail", "/catalogue/", r"/offres/[^/?]+/$"),
    Page("lien-inconnu", "offers:priority", "/acces/inconnu/", status=404),
    Page("introuvable", "", "/nulle-part/", status=404),
    Page("devenir-hote", "offers:propose", "/devenir-hote/"),
    Page("devenir-hote-erreurs", "offers:propose", "/devenir-hote/", act=sent_empty),
    Page("connexion", "sign_in", "/connexion/"),
    Page("connexion-erreurs", "sign_in", "/connexion/", act=sent_empty),
    Page("connexion-code", "sign_in_sent", "/connexion/", act=code_asked),
    Page("s-inscrire", "ranked:apply", "/inscription/"),
    Page("mes-choix", "ranked:mine", "/mes-choix/"),
    Page("demo", "desk:demo", "/demo/"),
    Page("boite", "mailbox", "/boite/"),
    Page("message", "mailbox_message", "/boite/", r"/boite/[^/?]+/$"),
]
TRAINEE = [
    Page("espace", "my_space", "/mon-espace/"),
    Page("resultat", "ranked:why", "/mes-choix/resultat/"),
    Page("choix", "ranked:mine", "/mes-choix/"),
    Page("renoncer", "ranked:withdraw", "/mes-choix/renoncer/"),
    Page("date", "placements:date", "/mon-espace/", r"/stages/\d+/date/$"),
    Page("date-erreurs", "placements:date", "/mon-espace/", r"/stages/\d+/date/$", act=sent_empty),
    Page("devenir-hote", "offers:new", "/mes-offres/nouvelle/"),
]
WAITING = [
    Page("espace", "my_space", "/mon-espace/"),
    Page("choix", "ranked:mine", "/mes-choix/"),
    Page("resultat", "ranked:why", "/mes-choix/resultat/"),
    Page("inscription", "ranked:apply", "/inscription/"),
    Page("vous", "ranked:page", "/inscription/vous/"),
    Page("travail", "ranked:page", "/inscription/travail/"),
    Page("travail-erreurs", "ranked:page", "/inscription/travail/", act=sent_empty),
    Page("attentes-long", "ranked:page", "/inscription/attentes/", act=long_text),
    Page("relire", "ranked:check", "/inscription/relire/"),
    Page("recue", "ranked:received", "/inscription/recue/"),
    Page("renoncer", "ranked:withdraw", "/mes-choix/renoncer/"),
]
OFFER = r"/mes-offres/\d+/$"
HOST = [
    Page("espace", "my_space", "/mon-espace/"),
    Page("offres", "offers:host_offers", "/mes-offres/"),
    Page("nouvelle", "offers:new", "/mes-offres/nouvelle/"),
    Page("nouvelle-erreurs", "offers:new", "/mes-offres/nouvelle/", act=sent_empty),
    Page("offre", "offers:mine", "/mes-offres/", OFFER),
    Page("recue", "offers:received", "/mes-offres/", OFFER, "recue/"),
    Page("page-lieu", "offers:step", "/mes-offres/", OFFER, "page/lieu/"),
    Page("page-journee", "offers:step", "/mes-offres/", OFFER, "page/journee/"),
    Page("page-journee-erreurs", "offers:step", "/mes-offres/", OFFER, "page/journee/", sent_empty),
    Page("page-journee-long", "offers:step", "/mes-offres/", OFFER, "page/journee/", long_text),
    Page("retirer", "ranked:withdraw_offer", "/mes-offres/", OFFER, "retirer/"),
    Page("decliner", "ranked:decline_trainee", "/mon-espace/", r"/mes-stagiaires/\d+/decliner/$"),
    Page("date", "placements:date", "/mon-espace/", r"/stages/\d+/date/$"),
    Page("avis", "placements:notice", "/mon-espace/", r"/stages/\d+/avis/$"),
    Page("s-inscrire", "ranked:apply", "/inscription/"),
    Page("brouillon", "offers:step", "/mes-offres/", act=offer_begun),
    Page("brouillon-relire", "offers:check", "/mes-offres/", act=offer_to_check),
]
HOSTS, TO_READ = "{desk}hotes/?province=WNA", r"/offres/\d+/(\?.*)?$"
APPLICATION, PLACEMENT = r"/inscriptions/\d+/$", r"/stages/\d+/$"
PERSON, ROUND = r"/personnes/\d+/$", r"/matching/\d+/$"
COORDINATOR = [
    Page("a-faire", "desk:todo", "{desk}"),
    Page("trouver", "desk:find", "/bureau/trouver/?q=mar"),
    Page("hotes", "desk:hosts", HOSTS),
    Page("hotes-vide", "desk:hosts", HOSTS + "&q=zzzzzz"),
    Page("hote", "desk:host", HOSTS, r"/hotes/\d+/$"),
    Page("hote-modifier", "desk:host_edit", HOSTS, r"/hotes/\d+/$", "modifier/"),
    Page("hote-erreurs", "desk:host_edit", HOSTS, r"/hotes/\d+/$", "modifier/", sent_empty),
    Page("offres", "offers:office_list", "{desk}offres/"),
    Page("offre-a-relire", "offers:office_review", "{desk}", TO_READ),
    Page("offre-correction", "offers:office_review", "{desk}", TO_READ, act=menu_open),
    Page("offre-modifier", "offers:office_edit", "{desk}offres/", r"/offres/\d+/$", "modifier/"),
    Page(
        "offre-erreurs",
        "offers:office_edit",
        "{desk}offres/",
        r"/offres/\d+/$",
        "modifier/",
        sent_empty,
    ),
    Page(
        "offre-contacts", "offers:office_contacts", "{desk}offres/", r"/offres/\d+/$", "contacts/"
    ),
    Page("offre-retirer", "ranked:office_withdraw", "{desk}offres/", r"/offres/\d+/$", "retirer/"),
    Page("inscriptions", "ranked:applications", "{desk}inscriptions/"),
    Page("inscription", "ranked:application", "{desk}inscriptions/", APPLICATION),
    Page(
        "inscription-modifier",
        "ranked:application_edit",
        "{desk}inscriptions/",
        APPLICATION,
        "modifier/",
    ),
    Page("inscrire", "ranked:register", "{desk}inscriptions/nouvelle/"),
    Page("inscrire-erreurs", "ranked:register", "{desk}inscriptions/nouvelle/", act=sent_empty),
    Page("stages", "desk:placements", "{desk}stages/"),
    Page("stage", "desk:placement", "{desk}stages/", PLACEMENT),
    Page("stage-annuler", "ranked:cancel_place", "{desk}stages/", PLACEMENT, "annuler/"),
    Page("personnes", "desk:people", "{desk}personnes/"),
    Page("personne", "desk:person", "{desk}personnes/?q=julian+adam", PERSON),
    Page(
        "personne-modifier",
        "desk:person_edit",
        "{desk}personnes/?q=julian+adam",
        PERSON,
        "modifier/",
    ),
    Page("doublons", "desk:duplicates", "{desk}doublons/"),
    Page("doublon", "desk:duplicate", "{desk}doublons/", r"/doublons/\w+/\d+/\d+/$"),
    Page("messages", "desk:messages", "{desk}messages/"),
    Page("message", "desk:message", "{desk}messages/", r"/messages/\d+/$"),
    Page("ecrire", "desk:write", "{desk}messages/ecrire/"),
    Page("envois", "desk:mailings", "{desk}messages/envois/"),
    Page("envoi", "desk:mailing", "{desk}messages/envois/", r"/envois/\d+/$"),
    Page("envoi-texte", "desk:mailing_edit", "{desk}messages/envois/", r"/envois/\d+/$", "texte/"),
    Page("import", "ranked:import", "{desk}import/"),
    Page("import-erreurs", "ranked:import", "{desk}import/", act=sent_empty),
    Page("import-apercu", "ranked:import_preview", "{desk}import/", act=files_read),
    Page("matching", "ranked:board", "{desk}matching/"),
    Page("matching-personne", "ranked:board", "{desk}matching/", r"[?&]personne=\d+"),
    Page("matching-offre", "ranked:board", "{desk}matching/", r"[?&]offre=H\d+"),
    Page("appels", "ranked:calls", "{desk}matching/2/appels/"),
    Page("publier", "ranked:publish", "{desk}matching/", act=draft_to_publish),
    Page("comparer", "ranked:compare", "{desk}matching/2/comparer/"),
    Page("tour-publie", "ranked:round", "{desk}matching/1/"),
    Page("tour-resultat", "ranked:outcome", "{desk}matching/1/resultat/"),
    Page("tour-dates", "ranked:round_dates", "{desk}matching/2/dates/"),
    Page("chiffres", "desk:figures", "{desk}chiffres/"),
    Page("journal", "desk:journal", "{desk}journal/"),
    Page("edition", "editions:edition", "{desk}edition/"),
    Page("equipe", "editions:team", "{desk}edition/equipe/"),
    Page("textes-messages", "editions:message_texts", "{desk}edition/messages/"),
    Page("texte-message", "editions:message_text", "{desk}edition/messages/result_none/fr/"),
    Page("textes", "desk:texts", "{desk}textes/"),
    Page("texte", "desk:edit_text", "{desk}textes/faq/fr/"),
    Page("vu-comme", "my_space", "{desk}personnes/?q=julian+adam", PERSON, act=seen_as),
]
ADMINISTRATOR = [
    Page("a-faire", "desk:todo", "{desk}"),
    Page("edition", "editions:edition", "{desk}edition/"),
    Page("reglages", "editions:settings", "{desk}edition/reglages/"),
    Page("reglages-erreurs", "editions:settings", "{desk}edition/reglages/", act=sent_empty),
    Page("phase", "editions:phase", "{desk}edition/", r"/phases/\d+/$"),
    Page("phase-erreurs", "editions:phase", "{desk}edition/", r"/phases/\d+/$", act=sent_empty),
    Page("equipe", "editions:team", "{desk}edition/equipe/"),
    Page("equipe-erreurs", "editions:team", "{desk}edition/equipe/", act=sent_empty),
    Page("personne-acces", "desk:access", "{desk}personnes/?q=julian+adam", PERSON, "acces/"),
    Page("edition-suivante", "editions:duplicate", "{desk}edition/suivante/"),
    Page("conditions", "desk:edit_text", "{desk}textes/conditions_host/fr/"),
    Page("essai-edition", "editions:edition", "{desk}edition/suivante/", act=trial_made),
    Page("essai-effacer", "editions:wipe", "{desk}edition/", act=trial_to_wipe),
    Page("essai-commencer", "editions:try", "{desk}edition/", act=trial_to_try),
]
READER = [Page("chiffres", "desk:figures", "/bureau/")]
#: key of the demo's sign-in page ("" for nobody) → pages, in the order of the contact sheet.
ROLES = {
    "": PUBLIC,
    "trainee": TRAINEE,
    "waiting": WAITING,
    "host": HOST,
    "coordinator": COORDINATOR,
    "administrator": ADMINISTRATOR,
    "reader": READER,
}
#: Pages of the rights matrix that answer GET and have no picture, and why.
WITHOUT = {
    "account_login": "the same as sign_in",
    "sign_in_link": "leads on at once",
    "sign_in_confirm": "opened from a mail; tests/browser/test_people.py looks at it",
    "placements:answer": "opened from a mail; tests/browser/test_answer_pages.py looks at it",
    "placements:outcome": "no day of the demo is past; tests/browser/test_participants.py looks at it",
    "offers:decline": "for whom took part last year only; tests/browser/test_participants.py looks",
    "unsubscribe": "opened from a mail; tests/browser/test_writing.py looks at it",
    "sign_out": "leads on at once",
    "account_logout": "leads on at once",
    "account_reauthenticate": "the second factor has its own browser test",
    "mfa_index": "the second factor has its own browser test",
    "mfa_authenticate": "the demo asks for no second factor",
    "mfa_reauthenticate": "the second factor has its own browser test",
    "mfa_activate_totp": "the second factor has its own browser test",
    "mfa_deactivate_totp": "the second factor has its own browser test",
    "mfa_view_recovery_codes": "the second factor has its own browser test",
    "mfa_generate_recovery_codes": "the second factor has its own browser test",
    "mfa_download_recovery_codes": "a file",
    "editions:message_frame": "in the frame of editions:message_text",
    "desk:mailing_frame": "in the frame of desk:mailing",
    "desk:calendar_feed": "a file",
    "desk:agenda_sheet": "a file",
    "desk:flyer": "a file",
    "desk:figure_file": "a file",
    "placements:calendar": "a file",
    "reports:export": "a file",
    "ranked:problem": "a file",
    "ranked:sending": "a part of the result page",
    "ranked:round_open": "a round is open: it leads to the board",
}
