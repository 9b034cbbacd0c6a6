"""Which groups are suspected and which are not, by hand."""

from __future__ import annotations

import pytest

from ideaboard.votes.rings.groups import suspected
from ideaboard.votes.rings.votes import Cast

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
COOK = 900


def cast(voter: int, idea: int, at: float, *, author: int = COOK, age: float = 100 * DAY, **places: str) -> Cast:
    return Cast(voter, idea, author, at, at - age, **places)


def evenings(voters: list[int], number: int, gap: float, **more: object) -> list[Cast]:
    """Every voter supports one idea of the cook on each of several days, `gap` after the one before."""
    return [
        cast(who, day, day * DAY + place * gap, **more)  # type: ignore[arg-type]
        for day in range(number)
        for place, who in enumerate(voters)
    ]


def elsewhere(voters: list[int], number: int) -> list[Cast]:
    """The same people support other authors, each in their own time."""
    return [
        cast(who, 1000 + who * 50 + n, who * DAY + n * 3 * DAY, author=5000 + n)
        for who in voters
        for n in range(number)
    ]


def test_people_who_always_come_together_for_one_author_are_a_ring() -> None:
    [group] = suspected(evenings([1, 2, 3], 3, MINUTE))
    assert (group.author, group.voters) == (COOK, {1, 2, 3})
    assert group.signs == {"at_once": 3, "burst": 3, "loyal": 3, "few": 3}
    assert group.pairs == 3
    assert len(group.votes) == 9


def test_two_friends_are_no_ring() -> None:
    assert suspected(evenings([1, 2], 5, MINUTE)) == []


def test_regulars_who_support_many_others_and_come_at_their_own_time_are_no_ring() -> None:
    regulars = [1, 2, 3, 4]
    assert suspected(evenings(regulars, 3, 11 * HOUR) + elsewhere(regulars, 9)) == []


@pytest.mark.parametrize("place", ["network", "device"])
def test_a_shop_that_shares_a_phone_is_no_ring(place: str) -> None:
    shop = [1, 2, 3, 4, 5, 6]
    assert suspected(evenings(shop, 4, 11 * HOUR, **{place: "warung"}) + elsewhere(shop, 3)) == []


def test_a_family_that_votes_together_every_evening_from_home_is_no_ring() -> None:
    family = [1, 2, 3]
    others = [cast(who, who % 3, who * DAY) for who in range(10, 40)]
    assert suspected(evenings(family, 3, HOUR, network="rumah") + elsewhere(family, 9) + others) == []


def test_a_family_that_joins_around_one_table_is_no_ring() -> None:
    family = [cast(who, idea, who * MINUTE, age=MINUTE, network="rumah") for who in range(1, 5) for idea in (1, 2)]
    assert suspected(family) == []


def test_many_new_accounts_from_one_network_for_one_idea_are_a_ring() -> None:
    [group] = suspected([cast(who, 1, who * MINUTE, age=MINUTE, network="satu") for who in range(1, 6)])
    assert group.signs == {"young": 10, "place": 10}


def test_new_people_who_come_through_a_shared_link_are_no_ring() -> None:
    assert suspected([cast(who, 1, who * MINUTE, age=MINUTE, network=f"n{who}") for who in range(1, 30)]) == []


def test_an_address_that_many_share_says_nothing() -> None:
    crowd = [cast(who, 1, who * MINUTE, age=MINUTE, network="operator") for who in range(1, 14)]
    assert suspected(crowd) == []


def test_members_who_support_each_other_and_a_third_are_a_ring() -> None:
    members = [1, 2, 3]
    mutual = [
        cast(who, 100 + whom, 5 * DAY * who + whom * HOUR, author=whom)
        for who in members
        for whom in members
        if who != whom
    ]
    found = suspected(evenings(members, 2, HOUR) + elsewhere(members, 9) + mutual)
    assert [group.signs["mutual"] for group in found if group.author == COOK] == [3]


def test_whoever_joins_one_evening_only_is_not_held_with_the_ring() -> None:
    votes = [*evenings([1, 2, 3], 4, MINUTE), cast(9, 2, 2 * DAY + 2 * MINUTE), *elsewhere([9], 5)]
    assert [group.voters for group in suspected(votes)] == [{1, 2, 3}]


def test_a_vote_that_is_given_twice_counts_once() -> None:
    once = evenings([1, 2, 3], 3, MINUTE)
    assert suspected(once + once) == suspected(once)


def test_a_popular_idea_costs_little_more_than_its_votes() -> None:
    """Two thousand votes within ten minutes: every pair would be two million."""
    from ideaboard.votes.rings.pairs import companies
    from ideaboard.votes.rings.settings import USUAL
    from ideaboard.votes.rings.votes import ledger_of

    crowd = ledger_of(cast(who, 1, who * 0.3) for who in range(2_000))
    assert len(companies(crowd, USUAL)) < 2_000 * USUAL.neighbours
