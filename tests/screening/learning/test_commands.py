"""The commands that teach and measure, run as a process."""

from __future__ import annotations

import csv
import json

import pytest

from tests.commands import runner
from tests.screening.learning.texts import ADS, TALK


@pytest.fixture
def run(tmp_path):
    return runner(tmp_path)


@pytest.fixture
def file(tmp_path):
    """A small file of both labels."""
    return written(tmp_path / "rows.csv", [(text, 1) for text in ADS[:20]] + [(text, 0) for text in TALK[:20]])


def written(path, rows, header=("text", "label")):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return str(path)


def test_a_model_is_taught_measured_and_forgotten(run, file):
    assert run("db", "upgrade").returncode == 0
    done = run("screening", "train", file, "--kind", "gambling")
    assert done.returncode == 0, done.stderr
    assert "20 texts of the kind and 20 others" in done.stdout
    assert "only advises" in done.stdout
    told = json.loads(run("screening", "evaluate", file, "--kind", "gambling").stdout)
    assert told["five_folds"]["auc"] > 0.9
    assert told["board"]["recall"] == {"0.1%": 1.0, "0.5%": 1.0, "1%": 1.0}
    assert "gambling: forgotten" in run("screening", "reset", "--kind", "gambling").stdout
    assert "gambling: nothing was learned" in run("screening", "reset").stdout


def test_measuring_needs_no_database(run, file, tmp_path):
    talk = written(tmp_path / "talk.csv", [(text,) for text in TALK[20:40]], ("isi",))
    renamed = written(tmp_path / "own.csv", [(text, i % 2) for i, text in enumerate(ADS[:20])], ("isi", "cap"))
    asked = ("--text", "isi", "--label", "cap", "--ordinary", talk)
    done = run("screening", "evaluate", renamed, "--kind", "gambling", *asked)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["five_folds"]["texts"] == 40
    assert told["board"] is None


def test_a_database_that_is_not_ready_is_said_in_one_line(run, file):
    done = run("screening", "train", file, "--kind", "gambling")
    assert done.returncode != 0
    assert "ideaboard db upgrade" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ([("halo", 1)], ("isi", "label"), "no column text"),
        ([("halo", 1), ("hai", "ya")], ("text", "label"), "line 3: the label is 'ya'"),
        ([("halo", 1)], ("text", "label"), "both labels"),
        ([], ("text", "label"), "both labels"),
    ],
)
def test_a_bad_file_is_said_in_one_line(run, tmp_path, rows, header, said):
    done = run("screening", "evaluate", written(tmp_path / "bad.csv", rows, header), "--kind", "spam")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_text_is_said_in_one_line(run, tmp_path):
    (tmp_path / "bad.csv").write_bytes(b"text,label\n\xff\xfe,1\n")
    done = run("screening", "evaluate", str(tmp_path / "bad.csv"), "--kind", "spam")
    assert done.returncode != 0
    assert "not UTF-8" in done.stderr
    assert "Traceback" not in done.stderr
