"""The demo is a believable board whose every number is true."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business, Membership
from ideaboard.challenges.models import BUDGET, FAIR, Challenge, Criterion
from ideaboard.challenges.stages import Stage
from ideaboard.challenges.updates.models import Update
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import drifted_counts as drifted_comments
from ideaboard.data.clock import now
from ideaboard.demo.board import read_content
from ideaboard.demo.loader import DemoRefused, NotEmpty, load_demo
from ideaboard.demo.people import ROLES, logins
from ideaboard.demo.updates import news_of
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.posts.masking import masked
from ideaboard.posts.models import HELD, PUBLISHED, Post, PostVersion
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.queries import drifted_votes
from tests.browser import Browser
from tests.database import count, rows, scalar

DISTURBERS = [person for person in read_content()["users"] if person["id"].startswith("s")]


@pytest.fixture
def challenges(demo):
    return {challenge.slug: challenge for challenge in rows(select(Challenge))}


def sent_in_good_faith():
    """The ideas that the content lists as such."""
    named = [idea["title"] for idea in read_content()["ideas"]]
    disturbers = select(User.id).where(User.name.in_(person["name"] for person in DISTURBERS))
    return rows(select(Idea).where(Idea.title.in_(named), Idea.author_id.not_in(disturbers)).order_by(Idea.id))


def _ids(people):
    return rows(select(User.id).where(User.name.in_(person["name"] for person in people)))


def test_every_stage_is_there(challenges):
    assert {challenge.stage() for challenge in challenges.values()} == set(Stage)


def test_a_past_challenge_stays_in_review_until_a_decision_is_recorded(challenges):
    assert challenges["kemasan-kopi-pakai-ulang"].stage() is Stage.REVIEW
    assert challenges["nama-sabun-jelantah"].stage() is Stage.REVIEW


def test_both_rules_and_six_sectors_are_there(challenges):
    assert {challenge.support_rule for challenge in challenges.values()} == {"open", "fair"}
    assert len({challenge.sector for challenge in challenges.values()}) >= 6


def test_the_weights_of_every_challenge_sum_to_100(demo):
    sums = select(func.sum(Criterion.weight)).group_by(Criterion.challenge_id)
    assert set(rows(sums)) == {100}


def test_every_counter_equals_its_rows(demo):
    with demo[0].app_context():
        assert drifted_votes() == []
    for challenge in rows(select(Challenge)):
        assert challenge.idea_count == count(Idea, Idea.challenge_id == challenge.id, Idea.listed)


def test_counts_are_those_of_the_content(demo):
    titles = {idea.title: idea.vote_count for idea in sent_in_good_faith()}
    assert titles == {idea["title"]: idea["support"] for idea in read_content()["ideas"]}


def test_nobody_spends_more_than_the_fair_budget(demo):
    fair = select(func.max(Ballot.used)).join(Challenge, Challenge.id == Ballot.challenge_id)
    assert scalar(fair.where(Challenge.support_rule == FAIR)) <= BUDGET


def test_nobody_supports_their_own_idea_or_business(demo):
    votes = rows(select(Vote))
    ideas = {idea.id: idea for idea in rows(select(Idea))}
    teams = {(row.business_id, row.user_id) for row in rows(select(Membership))}
    business = {challenge.id: challenge.business_id for challenge in rows(select(Challenge))}
    for vote in votes:
        idea = ideas[vote.idea_id]
        assert vote.user_id != idea.author_id
        assert (business[idea.challenge_id], vote.user_id) not in teams


def test_support_was_given_while_it_was_open(demo):
    ideas = {idea.id: idea for idea in rows(select(Idea))}
    boards = {challenge.id: challenge for challenge in rows(select(Challenge))}
    votes = rows(select(Vote))
    assert len(votes) > 900
    for vote in votes:
        idea = ideas[vote.idea_id]
        challenge = boards[idea.challenge_id]
        start = challenge.ideas_close_at if challenge.is_fair else idea.published_at
        assert start <= vote.created_at <= min(now(), challenge.support_close_at)


def test_ideas_were_sent_while_they_could_be(demo, challenges):
    by_id = {challenge.id: challenge for challenge in challenges.values()}
    for idea in rows(select(Idea).where(Idea.listed)):
        challenge = by_id[idea.challenge_id]
        assert challenge.opens_at <= idea.published_at <= min(now(), challenge.ideas_close_at), idea.title
        if idea.edited_at:
            assert idea.published_at < idea.edited_at <= challenge.ideas_close_at, idea.title


def test_ids_grow_with_time(demo):
    days = [idea.published_at.date() for idea in sent_in_good_faith()]
    assert all(later >= earlier - timedelta(days=1) for earlier, later in pairwise(days))


def test_ideas_are_sorted_by_when_they_were_sent(demo):
    for idea in rows(select(Idea).where(Idea.listed)):
        assert idea.sent == hot_at(0, idea.published_at)
        assert idea.hot == hot_at(idea.vote_count, idea.published_at)


def test_every_version_has_a_row_and_the_last_is_what_is_shown(demo):
    for post in rows(select(Post)):
        versions = rows(select(PostVersion).where(PostVersion.post_id == post.id).order_by(PostVersion.number))
        assert [version.number for version in versions] == list(range(1, post.version + 1))
        assert masked(versions[-1].fields)["body"] == post.source
        assert len({str(version.fields) for version in versions}) == post.version


def test_some_ideas_were_edited(demo):
    wanted = {idea["title"]: idea["version"] for idea in read_content()["ideas"]}
    assert {idea.title: idea.version for idea in sent_in_good_faith()} == wanted
    assert max(wanted.values()) == 3


def test_every_picture_has_a_description_and_a_light_thumbnail(demo):
    app = demo[0]
    pictures = rows(select(Picture))
    assert len(pictures) > 40
    with app.app_context():
        for picture in pictures:
            assert len(picture.alt) > 8
            assert picture.thumb_bytes <= 40_000
            assert picture.attached_at is not None
            assert all(store().open(file) is not None for file in files_of(picture.name))


def test_every_business_has_a_logo_an_owner_and_words(demo):
    for business in rows(select(Business)):
        assert business.logo_id
        assert business.about_html.startswith("<p>")
        assert count(Membership, Membership.business_id == business.id, Membership.role == "owner") == 1


def test_there_is_a_login_for_every_role(demo):
    app, said = demo
    password = read_content()["meta"]["password"]
    found = logins(read_content())
    assert [role for role, _ in found] == list(ROLES)
    for role, email in found:
        assert any(role in line and email in line for line in said)
        answer = Browser(app).post("/masuk", {"email": email, "password": password})
        assert answer.status_code == 303, role
    assert any(password in line for line in said)


def test_roles_are_what_they_say(demo):
    def person(email: str) -> User:
        return rows(select(User).where(User.email == email))[0]

    emails = dict(logins(read_content()))
    assert person(emails["admin"]).is_admin
    assert person(emails["moderator"]).is_moderator
    assert not person(emails["newcomer"]).is_confirmed
    roles = select(Membership.role).where(
        Membership.user_id.in_([person(emails[r]).id for r in ("owner", "staff")])
    )
    assert sorted(rows(roles)) == ["owner", "staff"]


def test_only_those_whom_the_content_names_can_sign_in(demo):
    named = {person["name"] for person in read_content()["users"]}
    assert {user.name for user in rows(select(User).where(User.password_hash.is_not(None)))} <= named


def test_the_member_who_can_be_signed_in_has_two_supports_left(demo, challenges):
    rina = scalar(select(User.id).where(User.email == "rina@contoh.example"))
    board = challenges["rasa-baru-keripik-pisang"]
    assert scalar(select(Ballot.used).where(Ballot.user_id == rina, Ballot.challenge_id == board.id)) == 3


def test_a_second_loading_is_refused_and_changes_nothing(demo):
    before = count(Post)
    with demo[0].app_context(), pytest.raises(NotEmpty):
        load_demo(print)
    assert count(Post) == before


def test_every_comment_of_the_content_is_there_and_counted(demo):
    disturbing = count(Comment, Comment.listed, Comment.author_id.in_(_ids(DISTURBERS)))
    praise = 1  # by somebody who means well, and is read that way
    assert count(Comment, Comment.listed) == len(read_content()["comments"]) + disturbing + praise
    assert scalar(select(func.sum(Idea.comment_count))) == count(Comment, Comment.listed)
    with demo[0].app_context():
        assert drifted_comments() == []
    assert count(Comment, Comment.reply_to_id.is_not(None)) > 5


def test_the_news_of_the_content_is_told_by_the_owners_and_counted(demo, challenges):
    told = {update.source: update for update in rows(select(Update).order_by(Update.id))}
    wanted = {item["slug"]: news_of(item) for item in read_content()["challenges"]}
    assert set(told) == {news["text"] for all_news in wanted.values() for news in all_news}
    for slug, all_news in wanted.items():
        assert challenges[slug].update_count == len(all_news)
    for challenge in challenges.values():
        for update in (one for one in told.values() if one.challenge_id == challenge.id):
            assert challenge.opens_at < update.published_at < now()
            assert (update.author_id, update.listed) == (challenge.author_id, True)
    moments = [update.published_at for update in told.values()]
    assert moments == sorted(moments)


def test_two_boards_show_a_picture_of_what_was_tried(demo):
    news = set(rows(select(Update.id)))
    assert len({picture.post_id for picture in rows(select(Picture))} & news) == 2


def test_nothing_is_told_about_a_decision_that_is_not_recorded(demo):
    assert not [update for update in rows(select(Update)) if "Keputusan" in update.source]


def test_moderators_find_what_disturbers_sent(demo):
    held = rows(select(Post).where(Post.status == HELD))
    assert {post.author_id for post in held} == set(
        _ids(person for person in DISTURBERS if person["id"] in {"s01", "s02", "s04", "s05"})
    )
    assert len(held) == 6


def test_a_claim_without_a_source_is_on_show_with_its_mark(demo):
    assert {
        post.author.name for post in rows(select(Post).where(Post.needs_source).options(joinedload(Post.author)))
    } == {"Sehat Alami"}


def test_praise_in_strong_words_is_on_show(demo):
    praise = scalar(select(Post).where(Post.source.startswith("Gila, idenya keren")))
    assert praise.status == PUBLISHED


def test_production_is_refused(app, monkeypatch):
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    with app.app_context(), pytest.raises(DemoRefused, match="password"):
        load_demo(print)
    assert count(User) == 0


def test_a_failure_leaves_an_empty_database(app, monkeypatch):
    from ideaboard.demo import loader

    monkeypatch.setattr(loader, "add_support", lambda board: 1 / 0)
    with app.app_context(), pytest.raises(ZeroDivisionError):
        load_demo(lambda line: None)
    assert (count(User), count(Post), count(Picture)) == (0, 0, 0)
