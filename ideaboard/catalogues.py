"""Both catalogues of texts: read the sentences out of code and templates, keep what is translated.

The English sentence in the code is the key, and its own translation into English. Run by `make i18n`.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from ideaboard.assets import compile_translations

Sentence = str | tuple[str, ...]  # a plural is a tuple of its English forms
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "gettext", "_l", "lazy_gettext")),
    **dict.fromkeys(("ngettext", "lazy_ngettext", "_ln"), (1, 2)),
}
SOURCES = {"ideaboard": [("**.py", "python")], "templates": [("**", "jinja2")]}
OPTIONS = {"**": {"encoding": "utf-8", "trim_blocks": "true", "lstrip_blocks": "true"}}
# Fixed, so that a catalogue changes only when its texts do.
_STAMP = datetime(2026, 11, 21, tzinfo=UTC)


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return root / "ideaboard" / "translations" / language / "LC_MESSAGES" / "messages.po"


def extract(root: Path) -> dict[str, Sentence]:
    """Return every sentence of code and templates by its key; a plural wins over the same sentence alone."""
    found: dict[str, Sentence] = {}
    for folder, methods in SOURCES.items():
        for _, _, sentence, _, _ in extract_from_dir(str(root / folder), methods, OPTIONS, keywords=KEYWORDS):
            key = sentence if isinstance(sentence, str) else sentence[0]
            if key not in found or isinstance(sentence, tuple):
                found[key] = sentence
    return found


def update(root: Path) -> list[str]:
    """Write both catalogues anew and compile them; return the sentences without an Indonesian translation."""
    found = extract(root)
    for language in LANGUAGES:
        path = catalogue_path(root, language)
        data = written(catalogue(language, found, read(path, language)))
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    compile_translations(root)
    return [key for key in sorted(found) if not _first(read(catalogue_path(root, "id"), "id"), key)]


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue in a file; an empty one when there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def catalogue(language: str, found: dict[str, Sentence], known: Catalog) -> Catalog:
    """Return a catalogue of the sentences in `found`, with the translations in `known`."""
    new = Catalog(
        locale=language,
        project="ideaboard",
        version="1",
        header_comment=f"# ideaboard: {LANGUAGES[language]}.",
        last_translator="ideaboard",
        language_team=language,
        creation_date=_STAMP,
        revision_date=_STAMP,
        fuzzy=False,
    )
    if language == "id":
        # Indonesian does not bend a noun for its number.
        new._num_plurals, new._plural_expr = 1, "0"  # type: ignore[assignment]
    for key, sentence in sorted(found.items()):
        text = sentence if language == "en" else _first(known, key)
        new.add(sentence, (text,) if isinstance(sentence, tuple) and isinstance(text, str) else text)
    return new


def written(new: Catalog) -> bytes:
    """Return the catalogue as the content of a file."""
    buffer = BytesIO()
    write_po(buffer, new, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def _first(known: Catalog, key: str) -> str:
    """Return the (first form of the) translation of a sentence, or ""."""
    message = known.get(key)
    if message is None or not message.string:
        return ""
    return message.string if isinstance(message.string, str) else message.string[0]


def main() -> None:
    """Update the catalogues of this checkout and say what is missing."""
    missing = update(Path.cwd())
    for key in missing:
        print(f"untranslated: {key!r}")  # noqa: T201
    print(f"{len(missing)} sentences have no Indonesian translation.")  # noqa: T201


if __name__ == "__main__":
    main()
