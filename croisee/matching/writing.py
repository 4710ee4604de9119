"""From a `Problem` back to the JSON document that `reading` accepts."""

from typing import Any

from croisee.matching.problem import Applicant, Offer, Problem, Rules


def problem_document(problem: Problem) -> dict[str, Any]:
    """The whole problem; what is absent or off is left out."""
    return present(
        classes=problem.classes,
        max_choices=problem.max_choices,
        offers=[offer_document(offer) for offer in problem.offers],
        applicants=[applicant_document(applicant) for applicant in problem.applicants],
        pins=[list(pair) for pair in problem.pins] or None,
        forbidden=[list(pair) for pair in problem.forbidden] or None,
        rules=rules_document(problem.rules) or None,
        priority_scope=problem.priority_scope,
    )


def offer_document(offer: Offer) -> dict[str, Any]:
    return present(
        id=offer.id,
        capacity=offer.capacity,
        institution=offer.institution,
        sector=sorted(offer.sectors) or None,
        order=None if offer.order is None else list(offer.order),
    )


def applicant_document(applicant: Applicant) -> dict[str, Any]:
    known = present(
        id=applicant.id,
        lottery=applicant.lottery,
        choices=list(applicant.choices),
        institution=applicant.institution,
        sector=sorted(applicant.sectors) or None,
        priority_at=None if applicant.priority_at is None else sorted(set(applicant.priority_at)),
    )
    return {"class": applicant.priority_class, **known}


def rules_document(rules: Rules) -> dict[str, Any]:
    return present(
        intersectoral=rules.intersectoral or None,
        not_own_institution=rules.not_own_institution or None,
        max_per_institution_per_offer=rules.max_per_institution_per_offer,
        send_capacity=dict(rules.send_capacity) or None,
        host_capacity=dict(rules.host_capacity) or None,
    )


def present(**entries: Any) -> dict[str, Any]:
    """The entries that say something."""
    return {key: value for key, value in entries.items() if value is not None}
