"""Appeals without JavaScript: from the list of decisions to the outcome that the author reads."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.moderation.appeals.models import OVERTURNED, Appeal
from ideaboard.moderation.models import Decision
from ideaboard.posts.models import PUBLISHED, Post
from tests.e2e.appealed import OF_APPEALS, WORDS, remove_comment
from tests.e2e.kinds import MODERATOR
from tests.e2e.steps import all_were_asked_for, fill, form_to, press, send, unsent
from tests.factories import make_user

ANSWER = "Anda benar: itu nama warung. Maaf."


def test_an_author_appeals_and_another_moderator_takes_the_decision_back(site, visit):
    author = site.member(31)
    decision = remove_comment(site, author, site.person(MODERATOR))
    post = site.one(select(Decision.post_id).where(Decision.id == decision))
    page = visit("/akun", author)
    press(page.locator("main a[href='/akun/putusan']"))
    press(page.locator(f"main a[href='/akun/putusan/{post}']"))
    press(page.locator(f"main a[href='/banding/{decision}']"))
    action = f"/banding/{decision}"
    form_to(page, action).evaluate("form => form.noValidate = true")
    send(page, action, words="Salah.")
    assert page.locator(".error-summary").is_visible()
    send(page, action, words=WORDS)
    assert WORDS in page.locator("main").inner_text()
    case = site.one(select(Appeal.case_id).where(Appeal.decision_id == decision))
    other = visit(f"/moderasi/kasus/{case}", make_user("Moderator Kedua", is_moderator=True))
    assert WORDS in other.locator("main").inner_text()
    fill(form_to(other, f"/moderasi/kasus/{case}/banding"), choose_outcome=OVERTURNED, answer=ANSWER)
    press(other.locator("button[form=decide]").first)
    other.wait_for_load_state()
    assert site.one(select(Post.status).where(Post.id == post)) == PUBLISHED
    page.goto(f"/akun/putusan/{post}")
    assert ANSWER in page.locator("main").inner_text()


def test_every_form_of_appeals_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_APPEALS) == set()
