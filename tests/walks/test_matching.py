"""Walk b (architecture): spreadsheets and a web form → draft → decisions → publication → mails."""

from datetime import date, datetime
from pathlib import Path

import pytest

from croisee.core.models import JournalEntry
from croisee.mail.models import Message
from croisee.matching import Problem, solve, verify
from croisee.matching.verifying import BareClaim
from croisee.offers.models import Offer
from croisee.placements.models import Placement
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.applications import save_application, submit_application
from croisee.schemes.ranked.actions.decisions import decide
from croisee.schemes.ranked.actions.publication import problem_file, publish_run
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.actions.taking import take_sheets
from croisee.schemes.ranked.models import Application, Decision
from croisee.schemes.ranked.sheets import read_edition
from tests import factories

SAMPLES = Path(__file__).parent.parent / "samples"

pytestmark = pytest.mark.django_db


def test_from_two_spreadsheets_to_the_result_mails(at: datetime) -> None:
    edition = factories.make_edition()
    by = factories.make_role(edition)
    sheets = read_edition(SAMPLES / "hotes.xlsx", SAMPLES / "stagiaires.xlsx")
    take_sheets(edition, sheets, by=by, at=at)
    late = factories.make_person(language="de")
    application = Application(edition=edition, person=late, created_at=at)
    wanted = list(Offer.objects.filter(edition=edition, number__in=["H002", "H005"]))
    save_application(application, wanted, by=late, at=at)
    submit_application(application, by=late, at=at)

    round_ = open_round(edition, by=by, at=at, contact_deadline=date(2027, 3, 20))
    draft = run_round(round_, policy=edition.policy, by=by, at=at)
    assert len(draft.assignment) == 291

    names = queries.pseudonyms(round_)
    lost = next(pk for pk, name in names.items() if draft.assignment[name] is None)
    pinned = Application.objects.get(pk=lost)
    decide(round_, pinned, wanted[0], Decision.Kind.PIN, by=by, at=at, reason="accord du service")
    final = run_round(round_, policy=edition.policy, by=by, at=at)
    assert final.assignment[names[lost]] == wanted[0].number

    repeated = Problem.from_json(problem_file(final))
    result = solve(repeated, final.policy)
    assert (dict(result.assignment), result.fingerprint) == (final.assignment, final.fingerprint)
    verify(repeated, result.policy, BareClaim(final.assignment, final.vector))

    placed = publish_run(final, by=by, at=at)
    assert placed == sum(number is not None for number in final.assignment.values())
    assert Placement.objects.filter(edition=edition).count() == placed
    pinned.refresh_from_db()
    assert pinned.placement is not None
    assert pinned.placement.slot.offer == wanted[0]  # type: ignore[union-attr]
    mails = Message.objects.filter(key__startswith=f"result:{round_.pk}:")
    assert mails.filter(kind="result_trainee").count() == placed
    assert mails.filter(kind="result_none").count() == 291 - placed
    assert mails.filter(kind="result_host").values("recipient").distinct().count() == (
        mails.filter(kind="result_host").count()
    )
    assert mails.get(recipient=late.reference).language == "de"
    assert set(mails.values_list("state", flat=True)) == {Message.State.QUEUED}
    assert JournalEntry.objects.filter(verb="placement.made").count() == placed

    second = open_round(edition, by=by, at=at)
    rerun = run_round(second, policy=edition.policy, by=by, at=at)
    assert len(rerun.assignment) == 291 - placed
