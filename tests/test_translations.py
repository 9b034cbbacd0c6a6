"""Both catalogues are complete, and nothing in them is stale, doubtful or broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ideaboard import catalogues
from ideaboard.config import ROOT

LANGUAGES = sorted(catalogues.LANGUAGES)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[^(]")


@pytest.fixture(scope="module")
def found() -> dict[str, catalogues.Sentence]:
    return catalogues.extract(ROOT)


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    return catalogues.read(catalogues.catalogue_path(ROOT, request.param), request.param)


def messages(catalogue):
    return [message for message in catalogue if message.id]


def forms(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_sentences_are_found_in_code_and_templates(found):
    assert "Too fast" in found
    assert "Skip to content" in found
    assert isinstance(found["%(num)s minute ago"], tuple)


def test_every_sentence_stands_in_the_catalogue(catalogue, found):
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(catalogue)}
    assert set(found.values()) - known == set()


def test_no_sentence_is_left_without_a_translation(catalogue):
    empty = [message.id for message in messages(catalogue) if not all(forms(message.string))]
    assert empty == []


def test_no_sentence_is_kept_that_nobody_says(catalogue, found):
    assert {forms(message.id)[0] for message in messages(catalogue)} - set(found) == set()
    assert not catalogue.obsolete


def test_no_translation_is_doubtful(catalogue):
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []


def test_plurals_are_those_of_the_language(catalogue):
    language = str(catalogue.locale)
    assert catalogue.num_plurals == {"id": 1, "en": 2}[language]
    header = catalogues.catalogue_path(ROOT, language).read_text()
    assert {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}[language] in header
    for message in messages(catalogue):
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals


def placeholders(text: str) -> set[str]:
    return {found.group(1) or found.group(0) for found in PLACEHOLDER.finditer(text)}


def test_placeholders_match(catalogue):
    for message in messages(catalogue):
        expected = set().union(*(placeholders(text) for text in forms(message.id)))
        for text in forms(message.string):
            missing = placeholders(text) ^ expected
            # "one idea" may leave the number out, as the English singular may.
            assert missing <= ({"num"} if message.pluralizable else set()), (message.id, text)


def test_every_placeholder_has_a_name(found):
    for sentence in found.values():
        for text in forms(sentence):
            assert not re.search(r"%[sd]", text.replace("%(", "")) or re.search(r"%\(\w+\)[sd]", text), text


def test_english_is_the_sentence_in_the_code():
    path = catalogues.catalogue_path(ROOT, "en")
    for message in messages(catalogues.read(path, "en")):
        assert forms(message.string) == forms(message.id)


def test_translations_speak_to_the_reader_politely():
    path = catalogues.catalogue_path(ROOT, "id")
    for message in messages(catalogues.read(path, "id")):
        for text in forms(message.string):
            assert not re.search(r"\b(kamu|kalian|silakan|silahkan)\b", text, re.IGNORECASE), text
            assert not re.search(r"\banda\b", text), text


def test_spaces_and_ends_of_sentences_match(catalogue):
    for message in messages(catalogue):
        source, text = forms(message.id)[-1], forms(message.string)[0]
        assert text == text.strip() or source != source.strip(), text
        assert text.endswith(("…", ":")) == source.endswith(("…", ":")), (source, text)


# The tool


@pytest.fixture
def checkout(tmp_path) -> Path:
    (tmp_path / "ideaboard").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "ideaboard" / "a.py").write_text('_("Send idea")\nngettext("%(num)s idea", "%(num)s ideas", n)\n')
    (tmp_path / "templates" / "a.html").write_text('{{ _("Support") }} {{ _("Send idea") }}\n')
    return tmp_path


def indonesian(root: Path):
    return catalogues.read(catalogues.catalogue_path(root, "id"), "id")


def test_new_sentences_are_added_and_named(checkout):
    assert catalogues.update(checkout) == ["%(num)s idea", "Send idea", "Support"]
    assert catalogues.update(checkout) == ["%(num)s idea", "Send idea", "Support"]


def test_translations_are_kept_when_sentences_come_and_go(checkout):
    catalogues.update(checkout)
    path = catalogues.catalogue_path(checkout, "id")
    text = path.read_text().replace('msgid "Send idea"\nmsgstr ""', 'msgid "Send idea"\nmsgstr "Kirim ide"')
    path.write_text(text.replace('msgstr[0] ""', 'msgstr[0] "%(num)s ide"'))
    (checkout / "templates" / "a.html").write_text('{{ _("Comment") }}\n')
    assert catalogues.update(checkout) == ["Comment"]
    known = indonesian(checkout)
    assert known.get("Send idea").string == "Kirim ide"
    assert known.get("%(num)s idea").string == ("%(num)s ide",)
    assert known.get("Support") is None
    assert path.with_suffix(".mo").is_file()


def test_updating_twice_changes_nothing(checkout):
    catalogues.update(checkout)
    before = {path: path.read_bytes() for path in checkout.rglob("*.po")}
    catalogues.update(checkout)
    assert {path: path.read_bytes() for path in checkout.rglob("*.po")} == before
