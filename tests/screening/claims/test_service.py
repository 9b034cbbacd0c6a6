"""Claims are kept, imported and loaded anew when they change."""

import io
from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.screening.claims.files import BadFile, Imported, import_claims
from ideaboard.screening.claims.models import Claim
from ideaboard.screening.claims.queries import claim_of, list_claims
from ideaboard.screening.claims.service import ClaimText, Stored, keep_claim, known_claims, set_active
from ideaboard.screening.normalise import normalise
from ideaboard.web.problems import WrongState
from tests import database
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("in_request")
LEMON = "Minum air lemon menyembuhkan kanker"
LINES = (
    "claim,verdict,source URL,date",
    f"{LEMON},Salah,https://cek.contoh.example/lemon,2025-03-31",
    '"Beras plastik beredar di pasar",menyesatkan,https://cek.contoh.example/beras,31/03/2025',
)


def imported(*lines: str, **options) -> Imported:
    with force_locale("en"):
        return import_claims(io.StringIO("\n".join(lines)), **options)


def verdicts_of(text: str) -> list[str]:
    return [match.claim.verdict for match in known_claims().matches(normalise(text))]


def test_a_file_of_claims_is_imported_and_matched():
    assert imported(*LINES) == Imported(Stored(added=2))
    claim = database.rows(select(Claim).order_by(Claim.id))[0]
    assert (claim.text, claim.verdict, claim.decided_on, claim.is_imported) == (
        LEMON,
        "false",
        date(2025, 3, 31),
        True,
    )
    assert verdicts_of("Lemon itu obat kanker") == ["false"]


def test_the_same_file_again_changes_nothing():
    imported(*LINES)
    assert imported(*LINES) == Imported(Stored(unchanged=2))
    assert database.count(AuditEntry) == 1


def test_a_new_verdict_on_the_same_words_takes_the_place_of_the_old_one():
    imported(*LINES)
    assert imported(LINES[0], f"{LEMON.upper()}!,Belum terbukti,,") == Imported(Stored(changed=1))
    assert verdicts_of(LEMON) == ["unproven"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Salah,,", "no claim"),
        (f"{'a' * 281},Salah,,", "280"),
        (f"{LEMON},Mungkin,,", "Mungkin"),
        (f"{LEMON},Salah,javascript:alert(1),", "http"),
        (f"{LEMON},Salah,,31 Maret", "date"),
        ("di sana,Salah,,", "too short"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_nothing_is_imported(row, problem):
    result = imported(*LINES, row)
    assert result.stored is None
    assert [line for line, _why in result.problems] == [4]
    assert problem in result.problems[0][1]
    assert database.count(Claim) == 0


def test_bad_rows_are_left_out_when_that_is_asked_for():
    result = imported(*LINES, ",Salah,,", skip_bad=True)
    assert result.stored == Stored(added=2)
    assert len(result.problems) == 1


def test_a_file_without_columns_we_know_is_refused():
    with pytest.raises(BadFile, match="columns"):
        imported("a,b", "c,d")


def test_what_was_labelled_here_is_not_overruled_by_a_file():
    keep_claim(ClaimText(LEMON, "misleading"), actor_id=make_user(is_moderator=True).id)
    assert imported(*LINES[:2]) == Imported(Stored(unchanged=1))
    assert verdicts_of(LEMON) == ["misleading"]


def test_a_label_is_written_to_the_record():
    moderator = make_user(is_moderator=True)
    ident = keep_claim(ClaimText(LEMON, "false"), actor_id=moderator.id)
    (entry,) = database.rows(select(AuditEntry))
    assert (entry.action, entry.object_id, entry.actor_id) == ("claim.label", ident, moderator.id)


def test_a_claim_that_says_too_little_is_refused():
    with pytest.raises(WrongState):
        keep_claim(ClaimText("di sana", "false"), actor_id=make_user().id)


def test_a_retired_claim_is_matched_no_longer():
    moderator = make_user(is_moderator=True)
    ident = keep_claim(ClaimText(LEMON, "false"), actor_id=moderator.id)
    assert verdicts_of(LEMON) == ["false"]
    assert set_active(ident, False, actor_id=moderator.id)
    assert not set_active(ident, False, actor_id=moderator.id)
    assert verdicts_of(LEMON) == []


def test_the_matcher_is_made_once_until_something_changes():
    imported(*LINES)
    assert known_claims() is known_claims()


def test_looking_whether_it_changed_takes_one_statement():
    imported(*LINES)
    known_claims()
    with database.statements() as seen:
        known_claims()
    assert len(seen) == 1


def test_a_change_that_was_rolled_back_is_forgotten():
    moderator = make_user(is_moderator=True)

    def work():
        keep_claim(ClaimText(LEMON, "false"), actor_id=moderator.id)
        known_claims()
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        database.write(work)
    keep_claim(ClaimText("Beras plastik beredar di pasar", "false"), actor_id=moderator.id)
    assert verdicts_of(LEMON) == []


def test_claims_are_listed_newest_first_and_found_by_words():
    imported(*LINES)
    beras, lemon = list_claims()
    assert [claim.text for claim in list_claims(before_id=beras.id)] == [LEMON]
    assert [claim.text for claim in list_claims(words="kanker lemon")] == [LEMON]
    assert claim_of(lemon.id) is lemon
