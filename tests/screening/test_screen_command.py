"""`ideaboard screen`: one line out for each line in."""

import json

import pytest

from ideaboard.screening.engine import shipped
from ideaboard.screening.screen_command import answers
from tests.commands import runner


def screened(*lines, language="id"):
    raw = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(answers(raw, shipped(), language))


def test_an_answer_has_what_scripts_were_promised():
    (answer,) = screened({"text": "slot gacor"})
    assert {"verdict", "score", "scores", "signals"} <= set(answer)
    assert set(answer["scores"]) == {"gambling", "fraud", "abuse", "hoax", "spam"}
    assert {"name", "strength", "why", "spans"} == set(answer["signals"][0])


def test_spans_are_places_in_the_text_as_sent():
    text = "ayo 𝗠𝗔𝗫𝗪𝗜𝗡"
    (answer,) = screened({"text": text})
    begin, end = answer["signals"][0]["spans"][0]
    assert text[begin:end] == "𝗠𝗔𝗫𝗪𝗜𝗡"


@pytest.mark.parametrize(("language", "why"), [("id", "Menyebut permainan judi."), ("en", "Names gambling games.")])
def test_sentences_are_in_the_language_that_was_asked_for(language, why):
    (answer,) = screened({"text": "maxwin"}, language=language)
    assert answer["signals"][0]["why"] == why


@pytest.mark.parametrize(
    "line",
    [
        *(b"no json", b"", b"\xff\xfe", b"3", b"[]", b"null", b'{"text": 3}', b'{"texts": "a"}', b"[" * 100_000),
        *(b'{"text": "a", "context": 3}', b'{"text": "a", "context": {"shoe": 3}}'),
        *(b'{"text": "a", "context": {"trust": []}}', b'{"text": "a", "context": {"near_duplicates": [3]}}'),
        b'{"text": "a", "context": {"recent_posts": "many"}}',
        b'{"text": "a", "context": {"near_duplicates": [[Infinity, 1, true]]}}',
        b'{"text": "a", "count": ' + b"9" * 5_000 + b"}",
    ],
)
def test_a_bad_line_is_answered_with_an_error_and_the_rest_carried_on(line):
    bad, good = screened(line, {"text": "halo"})
    assert list(bad) == ["error"]
    assert good["verdict"] == "allow"


def test_a_file_may_begin_with_a_byte_order_mark():
    (answer,) = screened(b"\xef\xbb\xbf" + b'{"text": "halo"}')
    assert answer["verdict"] == "allow"


def test_the_order_is_kept():
    verdicts = [answer["verdict"] for answer in screened(*[{"text": t} for t in ("halo", "slot88 maxwin", "hai")])]
    assert verdicts == ["allow", "hold", "allow"]


def test_context_may_be_given():
    (answer,) = screened({"text": "halo", "context": {"trust": 0, "has_pictures": True}})
    assert answer["verdict"] == "hold"


def test_copies_may_be_given():
    (answer,) = screened({"text": "halo", "context": {"near_duplicates": [[31, 0.93, False]]}})
    assert [signal["name"] for signal in answer["signals"]] == ["spam.near_duplicate"]


def test_lines_are_answered_as_they_come():
    def lines():
        yield b'{"text": "halo"}'
        raise AssertionError("asked for a second line before giving the first answer")

    assert next(answers(lines(), shipped()))["verdict"] == "allow"


def test_the_command_works_without_a_database(tmp_path):
    done = runner(tmp_path)("screen", given='{"text": "halo"}\n\n{"text": "maxwin"}\n')
    assert done.returncode == 0, done.stderr
    assert [next(iter(json.loads(line))) for line in done.stdout.splitlines()] == ["verdict", "error", "verdict"]
    assert not (tmp_path / "instance").exists()
