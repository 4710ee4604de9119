"""What an editor of a message text may write (reliability rule 14)."""

import pytest
from django.core.exceptions import ValidationError

from croisee.mail.kinds import KINDS, UnknownKindError, check_subject, check_text, default_text


def faults(text: str, kind: str = "result_none", check=check_text) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        check(kind, text)
    return caught.value.messages


def test_kinds_of_the_house() -> None:
    assert set(KINDS) == {
        "sign_in",
        "invitation",
        "second_factor_removed",
        "access_closed",
        "access_reopened",
        "host_registered",
        "trainee_registered",
        "offer_published",
        "offer_correction",
        "result_trainee",
        "result_host",
        "result_none",
        "placement_dated",
        "application_changed",
        "application_withdrawn",
        "cancelled_trainee",
        "cancelled_host",
        "cancelled_coordinator",
        "cancelled_trace",
        "priority_opens",
        "priority_closes",
        "offer_unfinished",
        "application_unfinished",
        "no_contact_trainee",
        "no_contact_host",
        "upcoming_trainee",
        "upcoming_host",
        "took_place_trainee",
        "took_place_host",
        "letter",
        "announcement",
    }
    assert all(str(kind.label) for kind in KINDS.values())


def test_unknown_placeholders_are_named() -> None:
    [sentence] = faults("Bonjour {prenom}, {first_name} {__class__} {}")
    assert "{prenom}, {__class__}, {} n’existent pas" in sentence
    assert "{places_left}" in sentence
    [sentence] = faults("{code}")
    assert "{code} n’existe pas" in sentence


@pytest.mark.parametrize("text", ["{", "}", "{first_name", "a } b", "{{first_name}}"])
def test_lone_braces_are_told(text: str) -> None:
    assert any("accolade" in sentence for sentence in faults(text))


def test_blocks_stand_alone_and_not_in_the_subject() -> None:
    assert "seul sur sa ligne" in faults("Voici {trainees}", "result_host")[0]
    check_text("result_host", "Voici\n\n{trainees}\n")
    assert "objet" in faults("{trainees}", "result_host", check_subject)[0]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "{reason}", "//x.example", "www.x.be", ""])
def test_links_lead_to_addresses(link: str) -> None:
    assert "n’est pas une adresse" in faults(f"[ici]({link})")[0]


@pytest.mark.parametrize(
    "text", ["[ici]({link})", "[ici](https://x.be/a?b=1)", "[ici](mailto:{coordinator_email})", ""]
)
def test_good_texts_pass(text: str) -> None:
    check_text("result_none", text)


def test_unknown_kind() -> None:
    for call in (lambda: check_text("x", ""), lambda: default_text("../x", "fr")):
        with pytest.raises(UnknownKindError):
            call()
