"""Every kind in every language, with friendly and with nasty values."""

import re
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from croisee.mail.kinds import KINDS, LANGUAGES, Text, check_subject, check_text, default_text
from croisee.mail.letters import read
from croisee.mail.rendering import WrongValuesError, render
from tests.factories.mail import VALUES, values_of

EACH = pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind in KINDS for language in LANGUAGES]
)
NASTY = (
    "<script>alert(1)</script> **gras** [x](https://evil.example) {link} {first_name}\r\n"
    "Bcc: everybody@evil.example\r\n\r\n---\n# Titre\n- point \x00\x1b \u202e &amp; ' \""
)


class Reader(HTMLParser):
    """What a mail reader sees: tags, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@EACH
def test_text_is_whole(kind: str, language: str) -> None:
    rendered = render(kind, language, values_of(kind))
    assert "\n" not in rendered.subject
    assert not re.search(r"\{\w+\}|::|\*\*|None", rendered.text + rendered.subject)
    assert f'lang="{language}"' in rendered.html
    assert Reader(rendered.html).tags.count("h1") == 1
    assert "\n-- \n" in rendered.text
    page = Reader(rendered.html)
    for name in KINDS[kind].required & VALUES.keys():
        if name.endswith("link"):
            assert VALUES[name] in rendered.text
            assert VALUES[name] in page.links
        elif isinstance(VALUES[name], str):
            assert VALUES[name] in rendered.text
            assert VALUES[name] in page.text


@EACH
def test_every_default_text_passes_the_editors_check(kind: str, language: str) -> None:
    text = default_text(kind, language)
    check_subject(kind, text.subject)
    check_text(kind, text.body)
    assert read(text.body).footer


@EACH
def test_nothing_typed_becomes_markup(kind: str, language: str) -> None:
    values = {name: _nasty(name, value) for name, value in values_of(kind).items()}
    rendered = render(kind, language, values)
    usual = Reader(render(kind, language, values_of(kind)).html)
    page = Reader(rendered.html)
    assert "script" not in page.tags
    assert set(page.tags) <= set(usual.tags) | {"br", "p", "ul", "li", "h2", "h3"}
    assert not [link for link in page.links if "evil" in link]
    assert not re.search(r"[\r\x00\x1b\u202e]", rendered.subject + rendered.text + rendered.html)
    assert "\n" not in rendered.subject
    assert "<script>" in page.text or kind in {"sign_in"}


def _nasty(name: str, value: Any) -> Any:
    if name.endswith("link") or name in {"conditions", "golden_rules"}:
        return value
    if name == "trainees":
        return [dict.fromkeys(trainee, NASTY) for trainee in value]
    if isinstance(value, list):
        return [(NASTY, NASTY) if isinstance(item, tuple) else NASTY for item in value]
    return NASTY if isinstance(value, str) else value


@EACH
def test_only_required_values(kind: str, language: str) -> None:
    """What is missing takes its line, its heading and its button away; nothing is left blank."""
    values = {name: VALUES[name] for name in KINDS[kind].required}
    rendered = render(kind, language, values)
    assert not re.search(
        r": *$|:: |^- *$", re.sub(r" :\nhttps?\S+|:\nhttps?\S+", "", rendered.text)
    )
    page = Reader(rendered.html)
    assert "mailto:" not in page.links


def test_links_of_values_are_web_addresses_only() -> None:
    for link in ("javascript:alert(1)", "data:text/html,x", "//evil.example", ""):
        values = {**values_of("result_none"), "link": link}
        assert link not in Reader(render("result_none", "fr", values).html).links or not link


def test_golden_rules_are_markdown_without_html() -> None:
    rules = "# Titre\n\n**fort** <img src=x onerror=alert(1)> [ici](javascript:alert(1)) [là](https://ok.example)"
    page = Reader(
        render("result_host", "fr", {**values_of("result_host"), "golden_rules": rules}).html
    )
    assert "img" not in page.tags
    assert page.tags.count("h1") == 1
    assert "https://ok.example" in page.links
    assert not [link for link in page.links if "javascript" in link]


def test_one_mail_shows_all_trainees_of_a_host() -> None:
    rendered = render("result_host", "fr", values_of("result_host"))
    page = Reader(rendered.html)
    assert page.text.index("Samir Benhaddou") < page.text.index("Anke Peeters")
    assert "Attentes : « Comprendre. »" in rendered.text
    assert rendered.text.count("Profession :") == 1


@pytest.mark.parametrize(
    ("language", "rank", "day"),
    [
        ("fr", "2e choix", "vendredi 26\u00a0mars 2027"),
        ("nl", "2e keuze", "vrijdag 26\u00a0maart 2027"),
        ("de", "2. Wunsch", "Freitag, 26.\u00a0März 2027"),
        ("en", "2nd choice", "Friday 26\u00a0March 2027"),
    ],
)
def test_dates_and_ranks_are_said_in_the_language(language: str, rank: str, day: str) -> None:
    text = render("result_trainee", language, values_of("result_trainee")).text
    assert rank in text
    assert day in text


def test_instants_are_said_with_their_hour() -> None:
    at = datetime(2027, 3, 26, 10, tzinfo=ZoneInfo("Europe/Brussels"))
    values = {**values_of("trainee_registered"), "deadline": at}
    assert "26\u00a0mars 2027, 10\u00a0h" in render("trainee_registered", "fr", values).text
    values["deadline"] = date(2027, 3, 1)
    assert "lundi 1er\u00a0mars 2027" in render("trainee_registered", "fr", values).text


def test_conditions_are_repeated() -> None:
    """IM-29."""
    for kind in ("host_registered", "trainee_registered"):
        rendered = render(kind, "fr", values_of(kind))
        assert "venir à la date fixée" in rendered.text
        assert "secret professionnel" in rendered.html


def test_dark_and_narrow_rules_stay_beside_the_inlined_style() -> None:
    html = render("sign_in", "fr", values_of("sign_in")).html
    assert "prefers-color-scheme: dark" in html
    assert re.search(r'<a class="btn" href="[^"]+" style="', html)
    assert re.search(r'<p class="code" style="[^"]+">482913</p>', html)


def test_a_greeting_closes_up_where_the_name_is_not_known_yet() -> None:
    rendered = render("sign_in", "fr", values_of("sign_in") | {"first_name": ""})
    assert "Bonjour," in rendered.text
    assert "Bonjour ," not in rendered.text + rendered.html


def test_override_replaces_the_text_and_keeps_why_one_gets_it() -> None:
    text = Text("Pour {first_name}", "# Salut\n\nVoici {reason}")
    rendered = render("result_none", "fr", values_of("result_none"), text)
    assert rendered.subject == "Pour Samir"
    assert VALUES["reason"] in rendered.text
    assert "n’est pas une publicité" in rendered.text


def test_wrong_values_are_a_fault_of_the_program() -> None:
    with pytest.raises(WrongValuesError):
        render("sign_in", "fr", {"link": "https://x.example", "code": "1", "host": "x"})
    with pytest.raises(WrongValuesError):
        render("sign_in", "fr", {"link": "https://x.example", "code": ""})


def test_unknown_language_is_french() -> None:
    assert "lien" in render("sign_in", "xx", values_of("sign_in")).subject


def test_lines_under_one_label_and_the_label_of_a_missing_line() -> None:
    values = values_of("result_trainee")
    text = render("result_trainee", "fr", values).text
    assert "Contact : Inès Verhaegen\n  éducatrice\n  i.verhaegen@grandchene.example\n" in text
    html = render("result_trainee", "fr", {**values, "contact_name": ""}).html
    assert re.search(r">Contact</dt><dd[^>]*>éducatrice<br>", html)


def test_an_address_written_in_full_is_a_link_that_wraps() -> None:
    html = render("priority_opens", "fr", values_of("priority_opens")).html
    assert html.count(f'href="{VALUES["link"]}"') == 2
    assert re.search(r'<a class="address"[^>]*word-break: break-all', html)
