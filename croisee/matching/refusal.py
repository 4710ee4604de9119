"""Why an input is refused: one code and the ids concerned.

The codes and the order in which they are looked for are a contract with whoever reads the output of
`croisee solve`; see `reading` (types) and `checks` (meaning).
"""

BAD_INPUT = "bad_input"
DUPLICATE_ID = "duplicate_id"
NEGATIVE_CAPACITY = "negative_capacity"
DUPLICATE_LOTTERY = "duplicate_lottery"
DUPLICATE_CHOICE = "duplicate_choice"
TOO_MANY_CHOICES = "too_many_choices"
UNKNOWN_OFFER = "unknown_offer"
UNKNOWN_APPLICANT = "unknown_applicant"
APPLICANT_PINNED_TWICE = "applicant_pinned_twice"
PIN_IS_FORBIDDEN = "pin_is_forbidden"
PINS_OVER_CAPACITY = "pins_over_capacity"
PINS_BREAK_RULE = "pins_break_rule"
RULE_NOT_SUPPORTED = "rule_not_supported"


class Refused(ValueError):  # noqa: N818 - a verdict, not a mishap
    """The input cannot be solved as it stands.

    `code` is one of the constants above, `where` the ids concerned, the most telling first.
    """

    def __init__(self, code: str, *where: str) -> None:
        super().__init__(f"{code}: {', '.join(map(repr, where))}" if where else code)
        self.code = code
        self.where = where

    def to_json(self) -> dict[str, object]:
        """What `croisee solve` prints before it leaves with status 2."""
        return {"error": self.code, "where": list(self.where)}
