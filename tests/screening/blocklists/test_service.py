"""The blocklist is changed with a record, tried out before, and stopped when it acts on too much."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.screening.blocklists.entries import BadEntry, EntryText
from ideaboard.screening.blocklists.files import BadFile, export_entries, import_entries
from ideaboard.screening.blocklists.hits import record_hits
from ideaboard.screening.blocklists.models import (
    ALLOW,
    BLOCK,
    DOMAIN,
    HOLD,
    LOG,
    NETWORK,
    REFUSE,
    WARN,
    WORD,
    BlocklistEntry,
    BlocklistHit,
)
from ideaboard.screening.blocklists.queries import dry_run, entry_of, hits_of, list_entries
from ideaboard.screening.blocklists.service import (
    KnownEntry,
    add_entry,
    blocklist,
    change_entry,
    end_shadow,
    remove_entry,
)
from ideaboard.screening.normalise import normalise
from ideaboard.web.problems import WrongState
from tests import database
from tests.factories import make_challenge, make_idea, make_user

pytestmark = pytest.mark.usefixtures("in_request")
GACOR = EntryText(BLOCK, WORD, "gacor", HOLD, "judi")
LINES = "mode,kind,text,action,note\nblock,word,gacor,hold,judi\nallow,domain,pasar.example,,\n"


def actions(text: str) -> list[str]:
    return [hit.action for hit in blocklist().find(normalise(text))]


def audited() -> list[str]:
    return database.rows(select(AuditEntry.action).order_by(AuditEntry.id))


def hit_posts(number: int, text: str = "gacor") -> list[int]:
    """Let so many posts be written and screened; return what was dropped on the way."""
    challenge, dropped = make_challenge(), []
    for _ in range(number):
        idea = make_idea(challenge, body=text)
        hits = blocklist().find(normalise(text))
        dropped += database.write(lambda idea=idea, hits=hits: record_hits(idea.id, hits))
    return dropped


def test_a_new_entry_is_in_shadow_for_seven_days():
    admin = make_user(is_admin=True)
    entry = entry_of(add_entry(GACOR, actor_id=admin.id))
    assert timedelta(days=6, hours=23) < entry.shadow_until - now() <= timedelta(days=7)
    assert entry.created_by_id == admin.id
    assert actions("situs gacor") == [LOG]
    assert audited() == ["blocklist.add"]


def test_an_admin_may_end_the_shadow():
    ident = add_entry(GACOR, actor_id=None)
    assert end_shadow(ident, actor_id=None)
    assert not end_shadow(ident, actor_id=None)
    assert actions("situs gacor") == [HOLD]


def test_what_is_allowed_needs_no_shadow():
    ident = add_entry(EntryText(ALLOW, WORD, "slot waktu"), actor_id=None)
    assert entry_of(ident).shadow_until is None


def test_the_same_entry_stands_once():
    add_entry(GACOR, actor_id=None)
    with pytest.raises(KnownEntry):
        add_entry(EntryText(BLOCK, WORD, "GACOOR!"), actor_id=None)


def test_a_change_acts_at_once_and_is_recorded():
    ident = add_entry(GACOR, actor_id=None, in_shadow=False)
    assert actions("gacor") == [HOLD]
    assert change_entry(ident, action=WARN, note="", actor_id=None)
    assert not change_entry(ident, action=WARN, note="", actor_id=None)
    assert actions("gacor") == [WARN]
    assert audited() == ["blocklist.add", "blocklist.change"]


def test_a_word_cannot_be_changed_to_refuse():
    ident = add_entry(GACOR, actor_id=None)
    with pytest.raises(BadEntry):
        change_entry(ident, action=REFUSE, note="", actor_id=None)


def test_what_is_removed_finds_nothing():
    ident = add_entry(GACOR, actor_id=None, in_shadow=False)
    remove_entry(ident, actor_id=None)
    assert actions("gacor") == []
    with pytest.raises(WrongState):
        remove_entry(ident, actor_id=None)


def test_a_network_is_not_written_to_the_record():
    add_entry(EntryText(BLOCK, NETWORK, "203.0.113.0/24", HOLD), actor_id=None)
    (entry,) = database.rows(select(AuditEntry))
    assert "203.0.113" not in str(entry.after)


def test_a_dry_run_says_what_would_have_been_hit():
    ideas = [make_idea(body=body) for body in ("Situs gacor baru", "Keripik pisang", "gacoor")]
    make_idea(body="gacor", status="draft")
    found = dry_run(GACOR)
    assert (found.hits, found.recent_hits) == (2, 2)
    assert found.posts == len(ideas) + 4  # and the four challenges
    assert [example.post_id for example in found.examples] == [ideas[2].id, ideas[0].id]
    example = found.examples[1]
    assert example.excerpt[slice(*example.span)] == "gacor"
    assert database.count(BlocklistEntry) == 0


def test_a_dry_run_looks_at_the_newest_posts_only():
    challenge = make_challenge()
    for _ in range(3):
        make_idea(challenge, body="gacor")
    assert dry_run(GACOR, most=2).hits == 2


def test_a_dry_run_of_a_network_says_that_it_cannot_tell():
    assert not dry_run(EntryText(BLOCK, NETWORK, "203.0.113.0/24")).can_tell


def test_hits_are_kept_also_in_shadow():
    ident = add_entry(GACOR, actor_id=None)
    assert hit_posts(3) == []
    assert [hit.action for hit in hits_of(ident)] == [LOG] * 3
    (listed,) = list_entries(kind=WORD)
    assert (listed.entry.id, listed.action, listed.hits) == (ident, LOG, 3)


def test_a_young_entry_that_acts_on_too_much_drops_to_logging(mailbox):
    make_user(is_admin=True, email="admin@contoh.example", locale="en")
    ident = add_entry(GACOR, actor_id=None, in_shadow=False)
    assert hit_posts(3) == [ident]
    assert actions("gacor") == [LOG]
    assert audited()[-1] == "blocklist.drop"
    (mail,) = mailbox()
    assert mail["To"] == "admin@contoh.example"
    assert "gacor" in mail.get_content()


def test_a_dropped_entry_acts_again_when_an_admin_says_so():
    ident = add_entry(GACOR, actor_id=None, in_shadow=False)
    hit_posts(2)
    assert change_entry(ident, action=HOLD, note="", actor_id=None)
    assert actions("gacor") == [HOLD]


def test_one_hit_never_stops_an_entry():
    add_entry(GACOR, actor_id=None, in_shadow=False)
    assert hit_posts(1) == []


def test_an_entry_that_acts_on_few_posts_goes_on():
    add_entry(GACOR, actor_id=None, in_shadow=False)
    challenge = make_challenge()
    for _ in range(45):
        make_idea(challenge)
    assert hit_posts(2) == []
    assert actions("gacor") == [HOLD]


def test_an_old_entry_is_not_stopped():
    ident = add_entry(GACOR, actor_id=None, in_shadow=False)

    def age():
        entry_of(ident).changed_at = now() - timedelta(hours=25)

    database.write(age)
    assert hit_posts(5) == []


def test_a_post_that_is_hit_twice_counts_once():
    ident = add_entry(GACOR, actor_id=None)
    hit_posts(1, "gacor gacor")
    assert database.count(BlocklistHit, BlocklistHit.entry_id == ident) == 1


def test_a_file_is_imported_once():
    assert vars(import_entries(io.StringIO(LINES))) == {"added": 2, "changed": 0, "unchanged": 0, "problems": []}
    assert import_entries(io.StringIO(LINES)).unchanged == 2
    assert import_entries(io.StringIO(LINES.replace("hold", "warn"))).changed == 1


def test_a_bad_line_is_told_and_nothing_is_imported():
    done = import_entries(io.StringIO(LINES + "block,domain,co.id,refuse,\n"))
    assert [line for line, _why in done.problems] == [4]
    assert database.count(BlocklistEntry) == 0
    assert import_entries(io.StringIO(LINES + "block,domain,co.id,,\n"), skip_bad=True).added == 2


def test_a_file_without_our_columns_is_refused():
    with pytest.raises(BadFile):
        import_entries(io.StringIO("a,b\n1,2\n"))


def test_what_is_exported_can_be_imported():
    add_entry(EntryText(BLOCK, WORD, "gacor", HOLD, "=1+1"), actor_id=None)
    add_entry(EntryText(BLOCK, DOMAIN, "judi.example", REFUSE), actor_id=None)
    file = io.StringIO()
    assert export_entries(file) == 2
    assert "'=1+1" in file.getvalue()
    assert import_entries(io.StringIO(file.getvalue())).unchanged == 2
