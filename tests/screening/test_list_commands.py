"""The commands that look after claims and lists, run as people run them."""

from pathlib import Path

import pytest

from tests.commands import Run, runner

CLAIMS = (
    "claim,verdict,source,date\nMinum air lemon menyembuhkan kanker,Salah,https://cek.contoh.example/1,2025-03-31\n"
)
LISTS = "mode,kind,text,action,note\nblock,word,gacor,hold,judi\nblock,domain,judi.example,refuse,\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("lists")
    assert runner(made)("db", "upgrade").returncode == 0
    return made


def screening(folder: Path, *arguments: str, given: str = "") -> Run:
    return runner(folder)("screening", *arguments, given=given)


def test_claims_are_imported_from_a_file(folder):
    (folder / "claims.csv").write_text(CLAIMS)
    done = screening(folder, "claims", "import", "claims.csv")
    assert (done.stdout, done.returncode) == ("1 added, 0 changed, 0 unchanged.\n", 0)


def test_a_bad_line_stops_the_import_and_is_named(folder):
    done = screening(folder, "claims", "import", "-", given=CLAIMS + "Entah apa ini semua,Mungkin,,\n")
    assert done.returncode == 1
    assert "line 3: " in done.stderr
    assert "nothing was imported" in done.stderr
    assert "Traceback" not in done.stderr


def test_lists_are_tried_imported_and_exported(folder):
    (folder / "lists.csv").write_text(LISTS)
    tried = screening(folder, "lists", "dry-run", "lists.csv")
    assert tried.stdout.startswith("word gacor: 0 of 0 posts")
    assert screening(folder, "lists", "import", "lists.csv").stdout == "2 added, 0 changed, 0 unchanged.\n"
    assert screening(folder, "lists", "export").stdout == LISTS


def test_a_file_that_is_no_list_is_one_clear_line(folder):
    done = screening(folder, "lists", "import", "-", given="a,b\n1,2\n")
    assert done.returncode == 1
    assert "the first line must name the columns" in done.stderr
