"""Forms as the house draws them: label, hint, error, field; a summary that leads to each."""

import re

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation


class Day(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Intitulé", help_text="Ce que l’on fera.")
    face = forms.CharField(label="Déroulement", widget=forms.Textarea, required=False)
    days = forms.MultipleChoiceField(
        label="Jours",
        help_text="Ceux de l’équipe.",
        choices=[("1", "lundi"), ("2", "mardi")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un jour."},
    )
    length = forms.ChoiceField(label="Durée", choices=[("j", "1 jour")], widget=forms.RadioSelect)
    sector = forms.ChoiceField(label="Secteur", choices=[("a", "Handicap")])
    places = forms.IntegerField(label="Places", min_value=1)
    date = forms.DateField(label="Date", required=False)
    agreed = forms.BooleanField(label="J’accepte")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def widget(form: forms.Form, name: str) -> str:
    """The tag of one field."""
    return re.search(r"<(?:input|select|textarea)[^>]*>", str(form[name]))[0]


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("title", "form-control"),
        ("face", "form-control"),
        ("sector", "form-select"),
        ("places", "form-control w-num"),
        ("date", "form-control w-date"),
        ("agreed", "form-check-input"),
        ("days", "form-check-input"),
        ("length", "form-check-input"),
    ],
)
def test_inputs_bear_the_classes_of_their_kind(name, classes):
    assert f'class="{classes}"' in widget(Day(), name)


def test_a_hidden_input_bears_none():
    assert "class=" not in widget(Day(), "secret")


def test_a_class_of_the_form_is_kept():
    form = Day()
    form.fields["title"].widget.attrs["class"] = "w-100"
    assert 'class="w-100 form-control"' in widget(form, "title")
    assert 'class="w-100 form-control"' in widget(form, "title")  # and not twice


def test_hint_then_error_then_field_and_the_input_names_both():
    html = Day({"title": ""})["title"].as_field_group()
    order = [html.index(part) for part in ("<label", "id_title_helptext", "error-text", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "is-invalid" in html
    assert 'class="field has-error"' in html


def test_an_optional_field_says_so_and_a_required_one_does_not():
    assert "facultatif" in Day()["date"].as_field_group()
    assert "facultatif" not in Day()["title"].as_field_group()


def test_a_form_of_filters_need_not_say_that_all_is_optional():
    form = Day()
    form.tell_optional = False
    assert "facultatif" not in form["date"].as_field_group()


def test_a_group_is_a_fieldset_described_by_hint_and_error():
    html = Day({})["days"].as_field_group()
    assert '<fieldset class="field has-error"' in html
    assert 'aria-describedby="id_days_helptext id_days_error"' in html
    assert "<legend>Jours</legend>" in html
    assert html.count('<label class="tick"') == 2


def test_a_single_box_stands_inside_its_label():
    html = Day()["agreed"].as_field_group()
    assert re.search(r'<label class="tick" for="id_agreed"><input type="checkbox"', html)


def test_an_example_is_folded_away():
    form = Day()
    form.fields["face"].example = "Douze jeunes."
    assert "<p>Douze jeunes.</p></details>" in form["face"].as_field_group()


def test_a_whole_form_draws_every_field_once():
    html = str(Day())
    assert html.count('class="field"') == 8
    assert html.count('name="secret"') == 1


def test_the_summary_leads_to_each_field_with_the_same_sentence():
    form = Day({"title": "x", "length": "j", "sector": "a", "places": "1", "agreed": "on"})
    html = render_to_string("core/forms/error_summary.html", {"form": form})
    assert "Une réponse est à corriger" in html
    assert '<a href="#id_days_0">Cochez au moins un jour.</a>' in html
    assert 'role="alert"' in html
    assert 'id="id_days_0"' in str(form["days"])


def test_fields_that_get_the_same_sentence_are_told_apart_by_their_name():
    """Four times « Répondez à cette question. » says nothing; once it needs no name."""
    form = forms.Form({})
    form.fields = {
        "first": forms.CharField(label="Prénom", error_messages={"required": "Répondez."}),
        "last": forms.CharField(label="Nom", error_messages={"required": "Répondez."}),
        "day": forms.CharField(label="Jour", error_messages={"required": "Écrivez un jour."}),
    }
    with translation.override("fr"):
        html = render_to_string("core/forms/error_summary.html", {"form": form})
    assert re.findall(r'<a href="#id_(\w+)">(.*?)</a>', html) == [
        ("first", "Prénom\u00a0: Répondez."),
        ("last", "Nom\u00a0: Répondez."),
        ("day", "Écrivez un jour."),
    ]


def test_the_summary_counts_and_takes_several_forms():
    source = engines["django"].from_string("{% error_summary one two %}")
    html = source.render({"one": Day({}, prefix="a"), "two": Day({}, prefix="b")})
    assert "12 réponses sont à corriger" in html
    assert 'href="#id_b-title"' in html


def test_the_summary_tells_errors_of_no_field_and_of_formsets():
    rows = forms.formset_factory(Day, extra=0, min_num=1, validate_min=True)
    formset = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "x"})
    form = Day({})
    form.add_error(None, "Ces dates se croisent.")
    source = engines["django"].from_string("{% error_summary one two %}")
    html = source.render({"one": form, "two": formset})
    assert "<li>Ces dates se croisent.</li>" in html
    assert 'href="#id_form-0-days_0"' in html


@pytest.mark.parametrize("form", [Day(), None])
def test_without_errors_there_is_no_summary(form):
    assert render_to_string("core/forms/error_summary.html", {"form": form}).strip() == ""


def test_user_text_is_escaped_in_errors():
    form = Day({})
    form.add_error("title", "<script>")
    assert "<script>" not in str(form) + render_to_string(
        "core/forms/error_summary.html", {"form": form}
    )
