"""Policies, licences and addresses of ideas: small rules without a request."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_login import AnonymousUserMixin

from ideaboard.challenges.licences import LICENCES
from ideaboard.challenges.models import LICENCES as KINDS
from ideaboard.ideas.paths import slug_of
from ideaboard.ideas.policies import may_change, may_continue, may_send
from ideaboard.ideas.queries import idea_or_404
from ideaboard.posts.models import DRAFT
from tests.factories import make_challenge, make_idea, make_user


def test_members_send_but_not_to_their_own_business(app: Flask) -> None:
    assert may_send(make_user(), None)
    assert not may_send(make_user(), "owner")
    assert not may_send(make_user(), "staff")
    assert not may_send(make_user(confirmed=False), None)
    assert not may_send(AnonymousUserMixin(), None)


def test_an_author_changes_an_idea_until_ideas_close(in_request: Flask) -> None:
    author = make_user()
    for stage, allowed in (("ideas", True), ("support", False), ("review", False)):
        idea = idea_or_404(make_idea(make_challenge(rule="fair", stage=stage), author).id, author)
        assert may_change(author, idea) is allowed
        assert not may_change(make_user(), idea)


def test_only_its_author_continues_a_draft(app: Flask) -> None:
    author = make_user()
    draft = make_idea(author=author, status=DRAFT)
    assert may_continue(author, draft)
    assert not may_continue(make_user(), draft)
    assert not may_continue(author, make_idea(author=author))


def test_every_licence_of_a_challenge_has_its_words_and_version(in_request: Flask) -> None:
    assert set(LICENCES) == set(KINDS)
    for licence in LICENCES.values():
        assert "Keripik 100% Enak" in licence.rights_for("Keripik 100% Enak")
        assert "Keripik 100% Enak" in licence.agreement_with("Keripik 100% Enak")
        assert licence.version


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Keripik pisang sambal seruit", "keripik-pisang-sambal-seruit"),
        ("  Crème brûlée & ½ gula! ", "creme-brulee-12-gula"),
        ("香蕉", "ide"),
        ("---", "ide"),
        ("kata " * 16, "kata-kata-kata-kata-kata-kata-kata-kata-kata-kata-kata-kata"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_slug_is_plain_short_and_never_empty(title: str, slug: str) -> None:
    assert slug_of(title) == slug
