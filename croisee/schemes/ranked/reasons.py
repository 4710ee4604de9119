"""The true reasons of a run, from the engine, in a person's language."""

from __future__ import annotations

from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext

from croisee.matching import Problem, Result, solve
from croisee.matching.wording import sentence
from croisee.offers.models import Offer
from croisee.schemes.ranked.models import Run


class RunReasons:
    """Explanations of a stored run: recomputed from the stored problem, the same for anybody."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def result(self) -> Result:
        return solve(Problem.from_json(self.run.problem), self.run.policy)

    @property
    def places_left(self) -> int:
        offers = self.run.problem["offers"]
        taken = sum(1 for offer in self.run.assignment.values() if offer)
        return sum(offer["capacity"] for offer in offers) - taken

    def sentence(self, pseudonym: str, language: str) -> str:
        """Why this person has no place, in one sentence that names nobody else.

        The closed set says it all where there is one; otherwise (no choice left, a rule, a policy
        that leaves places empty) each choice speaks for itself.
        """
        explained = self.result.explain_applicant(pseudonym)
        if explained.closed_set is not None:
            return sentence(explained.closed_set, language)
        real = [choice for choice in explained.choices if choice.offer in self._names]
        if not real:
            with translation.override(language):
                return gettext("Votre inscription ne contenait aucun choix possible dans ce tour.")
        return " ".join(sentence(choice, language, self._name) for choice in real)

    @cached_property
    def _names(self) -> dict[str, str]:
        offers = Offer.objects.filter(edition=self.run.round.edition)
        named = offers.select_related("service__organisation")
        return {
            offer.number: f"{offer.service.organisation.name} ({offer.number})" for offer in named
        }

    def _name(self, number: str) -> str:
        return self._names.get(number, number)
