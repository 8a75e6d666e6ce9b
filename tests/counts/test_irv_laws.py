"""Laws that every instant runoff keeps, whatever the papers."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tellers.count.ballots import Entry, Papers, Ranking, group_papers
from tellers.count.instant_runoff import count_runoff
from tellers.count.interpretation import Interpretation
from tellers.count.irv_choices import RunoffChoices
from tellers.count.sheet import Figure, Lot, StageSheet

CANDIDATES = 5
NAMES = ("Arabin", "Bold", "Crawley", "Dumbello", "Easterman")


def entries() -> st.SearchStrategy[Entry]:
    one = st.integers(0, CANDIDATES - 1)
    several = st.lists(one, min_size=2, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
    return st.one_of(one, one, one, st.none(), several, st.just(()))


def rankings() -> st.SearchStrategy[Ranking]:
    return st.lists(entries(), max_size=CANDIDATES).map(tuple)


def contests() -> st.SearchStrategy[list[Ranking]]:
    return st.lists(rankings(), min_size=1, max_size=40)


@st.composite
def laws(draw: st.DrawFn, *, single: bool = False) -> tuple[RunoffChoices, int]:
    mode = "single" if single else draw(
        st.sampled_from(["single", "passes", "bottoms_up", "share", "surplus", "surplus_one"])
    )  # fmt: skip
    choices = RunoffChoices(
        reading=Interpretation(
            overvote=draw(st.sampled_from(["exhaust", "skip", "exhaust_if_several_continue"])),
            skipped_ranks_allowed=draw(st.sampled_from([None, 0, 1])),
            repeated=draw(st.sampled_from(["skip", "exhaust"])),
        ),
        mode=mode,
        threshold=draw(st.sampled_from(["continuing", "first_round"])),
        until=draw(st.sampled_from(["majority", "two", "first_majority_or_two"])) if mode == "single" else "majority",
        batch=draw(st.booleans()),
        ties=draw(st.sampled_from(["lot", "earlier_rounds", "listed_order"])),
        share=Fraction(draw(st.integers(5, 40)), 100),
        places=draw(st.integers(0, 4)),
        fractional_quota=draw(st.booleans()),
    )
    seats = {"single": 1, "share": 0}.get(mode) if mode in ("single", "share") else draw(st.integers(1, 3))
    assert seats is not None
    return choices, seats


def count(papers: Papers, law: tuple[RunoffChoices, int]) -> StageSheet:
    """Count, each lot drawn for the first name: the same whatever the order of the papers."""
    choices, seats = law
    lots: list[Lot] = []
    while True:
        sheet = count_runoff(papers, seats, lots, choices=choices, rule="law")
        if sheet.awaiting is None:
            return sheet
        names = frozenset(sheet.names(sheet.awaiting.candidates))
        lots.append(Lot(candidates=names, chosen=min(names)))


@settings(max_examples=150, deadline=None)
@given(contests(), laws())
def test_votes_never_appear_or_vanish(papers: list[Ranking], law: tuple[RunoffChoices, int]) -> None:
    """The sheet itself asserts it of every stage; the marked papers are what it must add up to."""
    marked = sum(any(entry is not None for entry in ranking) for ranking in papers)
    sheet = count(group_papers(NAMES, papers), law)
    assert sheet.valid == marked * sheet.scale
    assert all(stage.total() == sheet.valid for stage in sheet.stages)
    assert all(sum(figure for _, figure in stage.exhausted_by) == stage.exhausted for stage in sheet.stages)


@settings(max_examples=80, deadline=None)
@given(contests(), laws(), st.integers(0, 2**32 - 1))
def test_the_order_of_papers_does_not_matter(papers: list[Ranking], law: tuple[RunoffChoices, int], seed: int) -> None:
    shuffled = list(papers)
    random.Random(seed).shuffle(shuffled)
    assert count(group_papers(NAMES, papers), law) == count(group_papers(NAMES, shuffled), law)


@settings(max_examples=80, deadline=None)
@given(contests(), laws(single=True))
def test_a_candidate_whom_nobody_ranks_changes_nothing(papers: list[Ranking], law: tuple[RunoffChoices, int]) -> None:
    """The new one goes out first, at a stage in which no vote moves; ties are left to the order of the list."""
    choices = dataclasses.replace(law[0], ties="listed_order")
    before = count(group_papers(NAMES, papers), (choices, 1))
    after = count(group_papers([*NAMES, "Zeal"], papers), (choices, 1))
    assert after.elected == before.elected
    assert _different(stage.votes[:CANDIDATES] for stage in after.stages) == _different(
        stage.votes for stage in before.stages
    )


def _different(stages: Iterable[tuple[Figure, ...]]) -> list[tuple[Figure, ...]]:
    """Return the votes of stages without those in which nothing moved."""
    return [votes for votes, _ in itertools.groupby(stages)]


@settings(max_examples=80, deadline=None)
@given(contests(), laws(single=True), st.integers(2, 5))
def test_each_paper_as_often_again_changes_no_winner(
    papers: list[Ranking], law: tuple[RunoffChoices, int], times: int
) -> None:
    once, often = count(group_papers(NAMES, papers), law), count(group_papers(NAMES, papers * times), law)
    assert once.elected == often.elected
    assert [stage.excluded for stage in once.stages] == [stage.excluded for stage in often.stages]


@settings(max_examples=80, deadline=None)
@given(contests(), laws(single=True))
def test_excluding_in_batches_elects_the_same(papers: list[Ranking], law: tuple[RunoffChoices, int]) -> None:
    """Mathematically impossible to be elected is what the law says of a batch, and it is."""
    grouped = group_papers(NAMES, papers)
    plain = dataclasses.replace(law[0], batch=False, ties="listed_order")
    batch = dataclasses.replace(plain, batch=True)
    one, other = count(grouped, (plain, 1)), count(grouped, (batch, 1))
    if not one.ties and not other.ties:
        assert one.elected == other.elected


@settings(max_examples=80, deadline=None)
@given(contests(), laws())
def test_no_more_are_elected_than_seats_and_nobody_twice(papers: list[Ranking], law: tuple[RunoffChoices, int]) -> None:
    sheet = count(group_papers(NAMES, papers), law)
    assert len(set(sheet.elected)) == len(sheet.elected)
    assert law[1] == 0 or len(sheet.elected) == law[1]


def naive(papers: list[tuple[int, ...]]) -> list[list[int]]:
    """Return the votes of each round of a plain runoff, counted the slow way, the last listed going out of a tie."""
    standing = list(range(CANDIDATES))
    rounds: list[list[int]] = []
    while True:
        votes = [0] * CANDIDATES
        for paper in papers:
            held = [candidate for candidate in paper if candidate in standing]
            if held:
                votes[held[0]] += 1
        rounds.append(votes)
        if 2 * max(votes) > sum(votes) or len(standing) < 3:
            return rounds
        standing.remove(min(standing, key=lambda candidate: (votes[candidate], -candidate)))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.permutations(range(CANDIDATES)).flatmap(
            lambda order: st.integers(1, CANDIDATES).map(lambda length: tuple(order[:length]))
        ),
        min_size=1,
        max_size=60,
    )
)
def test_a_plain_count_is_what_the_slow_way_gives(papers: list[tuple[int, ...]]) -> None:
    """An oracle of a dozen lines: no grouping, no piles, every paper looked at in every round."""
    sheet = count_runoff(group_papers(NAMES, papers), 1, choices=RunoffChoices(ties="listed_order"), rule="plain")
    assert [list(stage.votes) for stage in sheet.stages] == naive(papers)
