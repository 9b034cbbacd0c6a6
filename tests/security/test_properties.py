"""What holds for every text: forms, the normaliser, cursors; the renderer and `next` have theirs in tests/web."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from ideaboard.accounts.forms import LinkForm, SignUpForm
from ideaboard.comments.forms import CommentForm
from ideaboard.data.paging import Cursor
from ideaboard.ideas.forms import DraftForm
from ideaboard.screening.normalise import normalise
from ideaboard.web.forms import Form, clean_text, one_line
from ideaboard.web.markup import excerpt, plain_text, render_markdown
from tests.database import on_sqlite
from tests.web.test_markup import Reader, assert_harmless

FORMS: list[type[Form]] = [SignUpForm, LinkForm, CommentForm, DraftForm]
# Any character there is, and those that matter more often.
typed = st.text(max_size=60) | st.text(
    alphabet="aA0 \t\r\n\0\x7f\u202e\u200d\u0301\ud800\u3000<&'\"%@.:/\\-_", max_size=60
)
markdown = st.recursive(
    typed,
    lambda inner: st.one_of(
        st.builds("**{}**".format, inner),
        st.builds("> {}\n".format, inner),
        st.builds("- {}\n".format, inner),
        st.builds("`{}`".format, inner),
        st.builds("[{}]({})".format, inner, typed),
        st.builds("<{}>".format, inner),
        st.builds("{}\n\n{}".format, inner, inner),
    ),
    max_leaves=8,
)


@given(markdown)
def test_nested_markdown_is_harmless_and_bounded(source: str) -> None:
    made = render_markdown(source)
    assert_harmless(made)
    assert len(made) <= 40 * len(source) + 200
    assert len(excerpt(source)) <= 220
    assert "\n" not in plain_text(source)


@given(markdown)
def test_no_link_leads_where_it_may_not(source: str) -> None:
    for link in Reader(render_markdown(source)).links():
        assert (
            link.startswith(("http://", "https://", "mailto:", "HTTP", "/", "#", "?"))
            or ":" not in link.split("/")[0]
        )


@given(typed)
def test_a_cleaned_text_is_clean_and_stays_so(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not {unicodedata.category(sign) for sign in clean if sign not in "\n\t"} & {"Cc", "Cs"}
    assert "\n" not in one_line(clean)
    clean.encode()


@given(typed)
def test_the_normaliser_never_fails_and_keeps_its_places(text: str) -> None:
    found = normalise(text)
    for word in found.words:
        assert 0 <= word.begin < word.end <= len(found.text)
        assert word.form.strip()
    assert normalise(text) == found


@given(st.text(max_size=120))
def test_a_cursor_is_one_of_ours_or_none(text: str) -> None:
    found = Cursor.parse(text)
    assert found is None or Cursor.parse(str(found)) == found


@given(
    key=st.integers(-(2**61), 2**61) | st.floats(-1e15, 1e15),
    ident=st.integers(0, 2**61),
    lap=st.sampled_from([0, 1]),
)
def test_every_cursor_is_read_back(key: float, ident: int, lap: int) -> None:
    assert Cursor.parse(str(Cursor(key, ident, lap))) == Cursor(key, ident, lap)


@on_sqlite
@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_or_refuses_any_text_and_keeps_it(one_app: Flask, form: type[Form]) -> None:
    names = [name for name in dir(form) if type(getattr(form, name)).__name__ == "UnboundField"]

    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(names, typed)))
    def check(values: dict[str, str]) -> None:
        with one_app.test_request_context(method="POST"):
            filled = form(formdata=MultiDict(values))
            good = filled.validate()
            assert good == (filled.problem_count == 0 and not filled.form_errors)
            assert all(str(error).strip() for errors in filled.errors.values() for error in errors)
            for name in set(values) - {"password"}:  # which is compared as it was typed
                data = filled[name].data
                assert not isinstance(data, str) or "\0" not in data

    check()
