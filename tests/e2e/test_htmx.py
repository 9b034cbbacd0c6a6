"""With a script, parts of a page change in place: nothing jumps, nothing is lost, everything is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ideaboard.accounts.models import UserSession
from ideaboard.extensions import db
from ideaboard.votes.models import Vote
from tests import database
from tests.e2e.conftest import DESKTOP
from tests.e2e.kinds import FAIR, OPEN
from tests.e2e.steps import fill, write_idea


def votes_of(site, user) -> int:
    return site.one(
        select(func.count()).select_from(Vote).where(Vote.user_id == user.id, Vote.idea_id.in_(fair(site)))
    )


def fair(site) -> list[int]:
    titles = ["Keripik pisang sambal seruit", "Kopi robusta gula aren", "Daun jeruk pedas level 1–3"]
    return [site.idea(title).id for title in [*titles, "Bungkus kecil 35 gram rasa campur", "Rasa kelapa bakar"]]


@pytest.fixture
def page_of(site, open_page):
    """Open a page as the member with this number, who has supported nothing yet."""

    def go(path: str, number: int, **options):
        member = site.member(number)
        with site.app.app_context():
            database.use(site.app)
            database.write(lambda: _forget_support(member.id))
        page = open_page(member, **options)
        page.goto(path)
        return page, member

    return go


def _forget_support(user_id: int) -> None:
    from sqlalchemy import delete, update

    from ideaboard.ideas.models import Idea
    from ideaboard.votes.models import Ballot

    ids = select(Vote.idea_id).where(Vote.user_id == user_id)
    table = Idea.__table__
    db.session.execute(update(table).where(table.c.id.in_(ids)).values(vote_count=table.c.vote_count - 1))
    db.session.execute(delete(Vote).where(Vote.user_id == user_id))
    db.session.execute(delete(Ballot).where(Ballot.user_id == user_id))


def test_support_is_given_and_taken_back_in_place(site, page_of):
    page, member = page_of(FAIR, 10)
    idea = site.idea("Kopi robusta gula aren").id
    button = page.locator(f"#idea-{idea}-button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("#ballot-left")).to_contain_text("4")
    expect(page.locator("#status")).not_to_be_empty()
    assert page.url.endswith(FAIR)
    assert votes_of(site, member) == 1
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#ballot-left")).to_contain_text("5")
    assert votes_of(site, member) == 0


def test_when_the_budget_is_spent_every_other_button_says_so(site, page_of):
    page, member = page_of(f"{FAIR}", 11)
    for count, idea in enumerate(fair(site), start=1):
        page.locator(f"#idea-{idea}-button").click()
        expect(page.locator("[aria-pressed=true]")).to_have_count(count)
    assert votes_of(site, member) == 5
    expect(page.locator("#ballot-left")).to_contain_text("0")


def test_a_stale_page_is_told_that_the_budget_is_spent(site, page_of):
    """The board of the seeded challenge cannot be fair, so the budget is used up from elsewhere."""
    page, member = page_of(FAIR, 12)
    from ideaboard.challenges.models import BUDGET
    from ideaboard.votes.models import Ballot

    challenge = site.idea("Rasa kelapa bakar").challenge_id
    ballot = Ballot(challenge_id=challenge, user_id=member.id, used=BUDGET, budget=BUDGET)
    database.write(lambda: db.session.add(ballot))
    idea = fair(site)[0]
    page.locator(f"#idea-{idea}-button").click()
    expect(page.locator(f"#idea-{idea}-vote")).to_contain_text(re.compile("dukungan", re.IGNORECASE))
    expect(page.locator(f"a[href='{FAIR}/dukungan']").first).to_be_visible()
    assert votes_of(site, member) == 0


def test_a_double_click_supports_once(site, page_of):
    page, member = page_of(FAIR, 13)
    page.locator(f"#idea-{fair(site)[0]}-button").dblclick()
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert votes_of(site, member) == 1


def test_more_ideas_are_added_below_and_the_first_new_one_has_the_focus(site, open_page):
    page = open_page(size=DESKTOP)
    page.goto(site.long_board)
    expect(page.locator("#idea-list > li")).to_have_count(20)
    titles = page.locator("#idea-list > li h3").all_inner_texts()
    page.locator("#load-more a").click()
    expect(page.locator("#idea-list > li")).to_have_count(40)
    expect(page.locator("#idea-list > li").nth(20).locator("a").first).to_be_focused()
    page.locator("#load-more a").click()
    expect(page.locator("#idea-list > li")).to_have_count(45)
    expect(page.locator("#load-more a")).to_have_count(0)
    found = page.locator("#idea-list > li h3").all_inner_texts()
    assert found[:20] == titles
    assert len(set(found)) == 45


def test_another_order_replaces_the_list_and_the_back_button_returns(site, open_page):
    page = open_page(size=DESKTOP)
    page.goto(site.long_board)
    first = page.locator("#idea-list h3").first.inner_text()
    page.locator(".pills a[href*='urut=terbaru']").click()
    page.wait_for_url(re.compile("urut=terbaru"))
    expect(page.locator(".pills [aria-current]")).to_have_attribute("href", re.compile("urut=terbaru"))
    expect(page.locator("#ideas-heading")).to_be_focused()
    newest = page.locator("#idea-list h3").first.inner_text()
    page.go_back()
    expect(page.locator("#idea-list h3").first).to_have_text(first)
    assert page.locator("html header").count() == 1
    page.go_forward()
    expect(page.locator("#idea-list h3").first).to_have_text(newest)
    page.reload()
    expect(page.locator("#idea-list h3").first).to_have_text(newest)


def test_a_filter_replaces_the_list_of_challenges(open_page):
    page = open_page(size=DESKTOP)
    page.goto("/tantangan")
    before = page.locator(".challenge-card").count()
    page.locator("select[name=sektor]").select_option("jamu")
    page.wait_for_url(re.compile("sektor=jamu"))
    expect(page.locator(".challenge-card")).to_have_count(1)
    assert before > 1


def test_a_draft_saves_itself(site, page_of):
    page, _ = page_of("/", 14)
    page.clock.install()
    page.goto(f"{OPEN}/ide/baru")
    write_idea(page, "Keranjang dorong di mulut lorong")
    with page.expect_response("**/ide/draf") as saved:
        page.clock.fast_forward(11_000)
    assert saved.value.status == 200
    page.clock.resume()
    page.reload()
    expect(page.locator("body")).to_contain_text("Keranjang dorong di mulut lorong")


def test_weights_are_added_up_while_typing(site, open_page):
    from ideaboard.challenges.models import Challenge

    draft = site.one(select(Challenge.id).where(Challenge.slug == "kemasan-kecil-untuk-warung"))
    page = open_page(site.person("Bu Marni"), size=DESKTOP)
    page.goto(f"/tantangan/{draft}/langkah/2")
    fill(page, weight_1="10", weight_2="20", weight_3="30")
    expect(page.locator("#weights-sum")).to_contain_text("60")
    fill(page, weight_1="50")
    expect(page.locator("#weights-sum")).to_contain_text("100")


def test_a_picture_is_shown_before_it_is_sent(site, page_of):
    from tests.e2e.steps import png

    page, _ = page_of(f"{OPEN}/ide/baru", 15)
    page.locator("input[name=pictures]").first.set_input_files(png())
    expect(page.locator("img[src^='blob:']").first).to_be_visible()


def test_who_was_signed_out_is_sent_to_sign_in_and_back(site, page_of):
    page, member = page_of(FAIR, 16)
    from sqlalchemy import delete

    database.write(lambda: db.session.execute(delete(UserSession).where(UserSession.user_id == member.id)))
    page.locator(f"#idea-{fair(site)[0]}-button").click()
    page.wait_for_url(re.compile("/masuk"))
    assert page.locator("#sign-in [name=next]").get_attribute("value") == FAIR


def test_a_lost_connection_is_said_and_nothing_is_lost(site, page_of):
    page, member = page_of(FAIR, 17, expects="ERR_INTERNET_DISCONNECTED|htmx:")
    page.context.set_offline(True)
    page.locator(f"#idea-{fair(site)[0]}-button").click()
    expect(page.locator("#toasts .toast")).to_be_visible()
    page.context.set_offline(False)
    page.locator(f"#idea-{fair(site)[0]}-button").click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert votes_of(site, member) == 1


def test_a_page_works_when_the_script_of_others_is_missing(site, page_of):
    page, member = page_of("/", 18, expects="ERR_FAILED|htmx")
    page.route("**/vendor/htmx*", lambda route: route.abort())
    page.goto(FAIR)
    page.locator(f"#idea-{fair(site)[1]}-button").click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert votes_of(site, member) == 1
