"""Form fields as every form shows them: label, hint and error belong to their control."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class Sample(forms.Form):
    line = forms.CharField(label="What is wrong?", help_text="A sentence <is> enough.")
    more = forms.CharField(label="More", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind", choices=[("waste", "Waste"), ("water", "Water")], widget=forms.RadioSelect
    )
    many = forms.MultipleChoiceField(
        label="Many", choices=[("a", "A"), ("b", "B")], required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="I agree")
    photo = forms.FileField(label="Photo", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


def drawn(name: str, data: dict[str, str] | None = None, arguments: str = "") -> str:
    form = Sample(data)
    form.fields["kind"].icons = {"waste": "waste"}
    with translation.override("en"):
        html = Template(f"{{% field form.{name} {arguments} %}}").render(Context({"form": form}))
    return html.replace("\n", "")


def test_a_label_names_its_control() -> None:
    html = drawn("line")
    assert '<label for="id_line">What is wrong?</label>' in html
    assert 'id="id_line"' in html


def test_hint_and_error_describe_the_control() -> None:
    html = drawn("line", {})
    assert 'aria-describedby="id_line_helptext id_line_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_line_helptext"' in html
    assert 'id="id_line_error"' in html
    assert "A sentence &lt;is&gt; enough." in html


def test_a_field_without_hint_or_error_is_described_by_nothing() -> None:
    assert "aria-describedby" not in drawn("more")


def test_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in drawn("more")
    assert "(optional)" not in drawn("line")
    assert "(optional)" not in drawn("more", arguments="optional=False")


@pytest.mark.parametrize(("name", "kind"), [("kind", "radio"), ("many", "checkbox")])
def test_choices_are_a_group_with_large_targets(name: str, kind: str) -> None:
    html = drawn(name)
    assert re.search(r"<fieldset.*<legend>.*</legend>", html)
    assert html.count('class="choice"') == 2
    assert html.count(f'type="{kind}"') == 2


def test_choices_may_have_icons() -> None:
    assert drawn("kind").count("#waste") == 1


def test_an_error_of_a_group_describes_the_group() -> None:
    html = drawn("kind", {})
    assert re.search(r'<fieldset[^>]*aria-describedby=" ?id_kind_error"', html)


def test_one_checkbox_stands_before_its_label() -> None:
    html = drawn("agreed")
    assert html.index('type="checkbox"') < html.index('<label for="id_agreed">')


def test_a_hidden_field_has_no_label() -> None:
    assert drawn("secret") == '<input type="hidden" name="secret" value="x" id="id_secret">'


def test_what_was_typed_comes_back_escaped() -> None:
    assert "&lt;script&gt;" in drawn("line", {"line": "<script>"})


def test_the_summary_leads_to_each_field() -> None:
    template = Template('{% include "core/components/error_summary.html" %}')
    with translation.override("en"):
        html = template.render(Context({"form": Sample({})}))
        assert 'role="alert"' in html
        assert '<a href="#id_line">What is wrong?: This field is required.</a>' in html
        assert '<a href="#id_kind">' in html
        assert template.render(Context({"form": Sample()})).strip() == ""
