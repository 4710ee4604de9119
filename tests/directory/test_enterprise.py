"""Enterprise numbers: ten digits whose last two check the others."""

import pytest
from django.core.exceptions import ValidationError

from croisee.directory.enterprise import is_valid, normal_form, validate_enterprise_number


@pytest.mark.parametrize("text", ["0840.555.973", "BE 0840 555 973", "840555973", "be0840555973"])
def test_the_usual_ways_of_writing_one_number(text: str) -> None:
    assert normal_form(text) == "0840555973"
    assert is_valid(normal_form(text))


@pytest.mark.parametrize("text", ["0840.555.974", "12", "abcdefghij", "2840555973", "08405559731"])
def test_a_wrong_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError, match="dix chiffres"):
        validate_enterprise_number(text)


def test_no_number_is_allowed() -> None:
    validate_enterprise_number("")
