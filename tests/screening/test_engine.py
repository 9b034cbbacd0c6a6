"""The engine: families, lists, models, claims and settings put together."""

import subprocess
import sys

import pytest

from ideaboard.config import ROOT
from ideaboard.screening.context import Context, NearDuplicate
from ideaboard.screening.engine import ALLOW, HOLD, REFUSE, WARN, Engine, screen
from ideaboard.screening.settings import SHIPPED, Choice, Settings
from ideaboard.screening.signals import FRAUD, GAMBLING, KINDS, MEDIUM, SPAM, STRONG, Signal

BETTING = "Main slot gacor di naga88, maxwin terus"


class Model:
    """A model that always says the same."""

    def __init__(self, value, in_shadow=False):
        self.points = {"0.3%": 0.6, "0.1%": 0.99}
        self.value = value
        self.in_shadow = in_shadow
        self.seen = []

    def score(self, read, signals):
        self.seen.append([signal.name for signal in signals])
        return self.value


class Excusing:
    """A list that takes everything back."""

    def apply(self, read, signals):
        return []


class Blocking:
    """A list that is certain."""

    def apply(self, read, signals):
        return [*signals, Signal("spam.domain", STRONG, certain=True), Signal("spam.words", STRONG)]


class Claims:
    """Claims that know everything."""

    def find(self, read):
        return [Signal("hoax.known_claim", MEDIUM, ((0, 4),))]


def test_ordinary_talk_is_allowed():
    result = screen("Usul: keripik dalam kemasan kecil supaya anak sekolah bisa beli.")
    assert (result.verdict, result.signals, result.score) == (ALLOW, (), 0.0)


def test_every_kind_has_a_score():
    assert set(screen(BETTING).scores) == set(KINDS)


def test_the_score_is_the_highest_of_the_kinds():
    result = screen(BETTING)
    assert result.score == result.scores[GAMBLING] == max(result.scores.values())


def test_a_text_may_be_of_several_kinds():
    result = screen(f"{BETTING}. Mama pakai hp teman, tolong belikan pulsa ke nomor ini, nanti diganti")
    assert result.scores[GAMBLING] > 0.7
    assert result.scores[FRAUD] > 0.7


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "a" * 20_000, "\u0301" * 5_000, "🔥" * 5_000])
def test_any_text_has_a_result(text):
    assert screen(text).verdict == ALLOW


def test_a_model_in_shadow_only_advises():
    result = Engine(models={GAMBLING: Model(0.99, in_shadow=True)}).screen("halo semua")
    assert (result.verdict, dict(result.advice)) == (ALLOW, {GAMBLING: 0.99})


def test_a_model_that_acts_gives_the_score_with_its_own_points():
    result = Engine(models={GAMBLING: Model(0.65)}).screen("halo semua")
    assert (result.verdict, result.scores[GAMBLING], dict(result.advice)) == (HOLD, 0.65, {})


def test_a_model_never_refuses_by_itself():
    assert Engine(models={GAMBLING: Model(1.0)}).screen("halo semua").verdict == HOLD


def test_a_model_is_told_what_the_rules_noticed():
    model = Model(0.1, in_shadow=True)
    Engine(models={GAMBLING: model}).screen(BETTING)
    assert "gambling.game" in model.seen[0]


def test_a_list_may_excuse():
    assert Engine(lists=(Excusing(),)).screen(BETTING).verdict == ALLOW


def test_a_list_may_refuse():
    assert Engine(lists=(Blocking(),)).screen("halo").verdict == REFUSE


def test_a_known_claim_wants_a_source_and_is_published():
    result = Engine(claims=Claims()).screen("halo semua")
    assert (result.verdict, result.needs_source) == (ALLOW, True)


def test_settings_of_a_board_decide():
    off = Settings({**SHIPPED, GAMBLING: Choice()})
    assert Engine(settings=off).screen(BETTING).verdict == ALLOW


def test_the_same_abuse_is_asked_once_and_then_waits():
    text = "Dasar goblok kamu"
    assert screen(text).verdict == WARN
    assert screen(text, Context(warned_before=True)).verdict == HOLD


def test_numbers_of_a_person_are_masked():
    text = "Hubungi 0812-0000-0000 saja"
    ((begin, end),) = screen(text).masked
    assert text[begin:end] == "0812-0000-0000"


def test_a_business_may_show_its_number_on_its_own_page():
    assert screen("Pesan di 0812-0000-0000", Context(post="business")).masked == ()


def test_the_first_link_of_a_new_account_waits():
    assert screen("lihat warung.example", Context(trust=0)).verdict == HOLD
    assert screen("lihat warung.example", Context(trust=1)).verdict == ALLOW


def copies(*likeness, same_author=True):
    near = tuple(NearDuplicate(number, like, same_author) for number, like in enumerate(likeness, 1))
    return screen("Kardus bekas ada di gudang kami", Context(near_duplicates=near))


def test_nearly_the_same_text_is_noticed():
    assert [signal.name for signal in copies(0.93, same_author=False).signals] == ["spam.near_duplicate"]


def test_a_distant_likeness_is_not():
    assert copies(0.5).signals == ()


def test_one_text_at_many_places_waits():
    assert copies(0.9, 0.9, 0.9).verdict == HOLD


def test_an_exact_copy_at_many_places_is_refused():
    result = copies(1.0, 1.0, 1.0, 1.0)
    assert (result.verdict, result.scores[SPAM] >= 0.9) == (REFUSE, True)


def test_copies_by_others_refuse_nothing():
    assert copies(1.0, 1.0, 1.0, 1.0, same_author=False).verdict == ALLOW


@pytest.mark.parametrize(
    ("context", "name"),
    [
        (Context(account_age_hours=2), "behaviour.young_account"),
        (Context(first_post=True), "behaviour.first_post"),
        (Context(seconds_to_submit=1), "behaviour.fast"),
        (Context(recent_posts=9), "behaviour.burst"),
        (Context(neighbours=5), "behaviour.crowd"),
        (Context(trust=0, has_pictures=True), "behaviour.new_picture"),
    ],
)
def test_what_is_known_of_the_post_becomes_a_signal(context, name):
    assert [signal.name for signal in screen("halo semua", context).signals] == [name]


def test_haste_alone_holds_nothing():
    hasty = Context(account_age_hours=1, first_post=True, seconds_to_submit=1, recent_posts=9)
    assert screen("halo semua", hasty).verdict == ALLOW


def test_the_engine_needs_neither_flask_nor_a_database():
    code = (
        "import sys; from ideaboard.screening.engine import screen; print(screen('maxwin').verdict);"
        "print([name for name in ('flask', 'sqlalchemy', 'click') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split("\n")[:2] == ["hold", "[]"]
