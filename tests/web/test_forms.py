"""The base of every form: texts are cleaned before they are measured, and refused with a sentence."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import StringField

from ideaboard.web.forms import CreateForm, Email, Form, Length, OneOf, Required, clean_text, one_line


class Sample(CreateForm):
    title = StringField(filters=[one_line], validators=[Required(), Length(3, 8)])
    body = StringField(validators=[Length(0, 20)])
    email = StringField(validators=[Email()])
    choice = StringField(validators=[OneOf(("a", "b"))])


GOOD = {"title": "Keripik", "body": "", "email": "rina@contoh.id", "choice": "a"}


@pytest.fixture
def filled(probe_app):
    def fill(**fields: str) -> Sample:
        with probe_app.test_request_context("/", method="POST", data={**GOOD, **fields}):
            form = Sample()
            form.validate()
            form.sentences = {name: str(errors[0]) for name, errors in form.errors.items()}
            return form

    return fill


def test_a_good_form_has_no_problem(filled):
    assert filled().problem_count == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", ""), ("title", " \t "), ("title", "ab"), ("title", "abcdefghi"), ("body", "x" * 21)),
        *(("email", ""), ("email", "rina"), ("email", "rina@"), ("email", "a@b@c.id"), ("email", "rina@contoh")),
        *(("choice", ""), ("choice", "c"), ("title", "\u0001\u0002")),
    ],
)
def test_a_bad_field_is_refused_with_a_sentence(filled, field, value):
    form = filled(**{field: value})
    assert form.problem_count == 1
    assert form.sentences[field].endswith((".", "contoh.id"))


def test_too_long_says_by_how_much(filled):
    assert "3" in filled(title="x" * 11).sentences["title"]


def test_lengths_count_what_will_be_stored(filled):
    assert filled(title="  Keripik  ").title.data == "Keripik"
    assert filled(title="Keri\r\n pik").title.data == "Keri pik"
    assert filled(body="a\r\n" * 5).body.data == "a\n" * 4 + "a"


def test_no_picture_of_the_field_is_lost_when_it_is_refused(filled):
    assert filled(title="x" * 11).title.data == "x" * 11


def test_lengths_are_repeated_in_the_html(filled):
    html = filled().title()
    assert 'maxlength="8"' in html
    assert 'minlength="3"' in html
    assert "required" in html


def test_every_create_form_carries_a_key_of_its_own(probe_app):
    with probe_app.test_request_context("/"):
        keys = {Sample().idempotency_key.data for _ in range(20)}
    assert len(keys) == 20


def test_a_key_that_was_sent_is_kept_and_bounded(filled):
    assert filled(idempotency_key="abc").idempotency_key.data == "abc"
    assert len(filled(idempotency_key="x" * 500).idempotency_key.data) == 40


def test_forms_leave_csrf_to_the_one_check_for_all(probe_app):
    with probe_app.test_request_context("/"):
        assert "csrf_token" not in Form()._fields


@given(st.text())
def test_a_clean_text_holds_no_control_characters_and_is_clean_for_good(text):
    clean = clean_text(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in clean)
    assert clean == clean.strip() == clean_text(clean)


@given(st.text())
def test_one_line_has_no_line_end(text):
    assert len(one_line(clean_text(text)).splitlines()) <= 1


def test_other_values_pass_untouched():
    assert clean_text(None) is None
    assert one_line(["a\nb"]) == ["a\nb"]
