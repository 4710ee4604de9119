from typing import Any

from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.schemes.ranked.models import Application, Choice, Decision, Round
from tests.factories.people import BIRTH, make_person


def make_application(
    edition: Edition, *offers: Offer | None, priority: bool = False, **fields: Any
) -> Application:
    """A submitted application choosing `offers` in order; None leaves a gap in the ranks."""
    if "person" not in fields:
        fields["person"] = make_person()
    classes = Application.PriorityClass
    defaults = {
        "state": Application.State.SUBMITTED,
        "employer": "Planning Le Tilleul",
        "priority_class": classes.HOST_STAFF if priority else classes.OTHERS,
        "expectations": "Comprendre comment une AMO garde le lien.",
        "created_at": BIRTH,
        "submitted_at": BIRTH,
    }
    application = Application.objects.create(edition=edition, **{**defaults, **fields})
    for rank, offer in enumerate(offers, start=1):
        if offer is not None:
            Choice.objects.create(application=application, rank=rank, offer=offer)
    return application


def make_round(edition: Edition, number: int = 1, **fields: Any) -> Round:
    defaults = {"seed": f"graine-{number}", "created_at": BIRTH}
    return Round.objects.create(edition=edition, number=number, **{**defaults, **fields})


def make_decision(round_: Round, application: Application, offer: Offer, **fields: Any) -> Decision:
    """A pair forbidden by nobody in particular."""
    defaults = {"kind": Decision.Kind.FORBID, "at": BIRTH}
    return Decision.objects.create(
        round=round_, application=application, offer=offer, **{**defaults, **fields}
    )
