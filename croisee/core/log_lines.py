"""Lines of the log without the tokens of the addresses they tell (reliability rule 7)."""

import logging
import re

#: As long as the shortest of ours, and more than any word of an address.
_TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])")


class TokenlessFormatter(logging.Formatter):
    """Whoever reads the log must not be able to open what it tells of."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub("…", super().format(record))
