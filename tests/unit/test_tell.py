"""Every event of every rule has its sentences in every language, whole and with the right number of the noun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from barsetshire import PARTIES, barsetshire, night
from tellers.cli.night import open_night
from tellers.edition import Edition, editions, latest, line_kinds, tell
from tellers.edition.languages import LANGUAGES, languages_in
from tellers.pack.rules import known_rules
from tellers.record import (
    EVENT_TYPES,
    Area,
    Basis,
    Body,
    Called,
    CallWithdrawn,
    Candidate,
    Contest,
    Corrected,
    CountState,
    Declared,
    DoubtAnswered,
    Election,
    Event,
    LotDrawn,
    PartCounted,
    Posted,
    PreviousArea,
    Quotation,
    Recounted,
    RunningTotal,
    SeatsWon,
    StoryFiled,
    Verified,
    Withdrawn,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId
from tellers.web.live import Hub
from tellers.web.site.pages import Pages

RULES = sorted(known_rules())
STATES = ("verifying", "counting", "bundle_check", "recount_requested", "recount_ordered", "recounting", "adjudicating")
WRONG = {
    "a blank not filled": r"[{}]",
    "a value of the machine's": r"\bNone\b|Fraction\(|Decimal\(|<\w+ object",
    "an empty place": r"^[\s.,;:]|[ ]{2}|[(][)]|: [.;]|, [.;]|\.\.$|; ?\.",
    "one of several": r"(?<![\d.,])1 (votes|ballot papers|areas|seats|o bleidleisiau|o bapurau)\b",
    "several of one": r"(?<![\d.,])(?!1 )\d[\d,]* (vote|ballot paper|seat|papur)\b",
}


def faults(sentence: str) -> list[str]:
    return [what for what, pattern in WRONG.items() if re.search(pattern, sentence)]


def all_said(made: Iterable[Edition]) -> dict[str, list[tuple[str, ...]]]:
    """Return what is said of each edition after the first, by language; a fault fails the test."""
    said: dict[str, list[tuple[str, ...]]] = {language: [] for language in LANGUAGES}
    for edition in made:
        for language, rows in said.items():
            sentences = tell(edition, language)
            rows.append(sentences)
            if edition.number:
                assert sentences, (language, edition.change)
            for sentence in sentences:
                assert faults(sentence) == [], (language, sentence)
                assert sentence[-1] in '.!?…”"', sentence
    return said


def several(rule: str) -> Election:
    """Return an election of one contest of two areas, two seats and a body, and one of one area."""
    people = tuple(
        Candidate(id=CandidateId(name.lower()), name=name, party=party.id)
        for name, party in zip(("Grantly", "Proudie", "Slope", "Bold"), PARTIES, strict=True)
    )
    areas = (AreaId("a1"), AreaId("a2"))
    seats = 1 if rule.startswith(("referendum", "first_past", "supplementary", "contingent", "two_round")) else 2
    if rule.startswith(("equal_proportions", "hare_spain")):
        seats = 8  # Each list, or party, has one or two before the rest are shared out.
    body = BodyId("assembly")
    return Election(
        id="barsetshire",
        name="Barsetshire, invented",
        date=date(2031, 5, 1),
        time_zone="Europe/London",
        parties=PARTIES,
        areas=tuple(Area(id=AreaId(f"a{n}"), name=f"Place {n}", electorate=2_000) for n in (1, 2, 3)),
        contests=(
            Contest(id=ContestId("c1"), name="East", rule=rule, seats=seats, areas=areas, candidates=people, body=body),
            Contest(id=ContestId("c2"), name="West", rule=rule, seats=seats, areas=(AreaId("a3"),), candidates=people),
        ),
        bodies=(Body(id=body, name="Assembly", seats=3, elected="whole", control_before={BasisId("last"): "high"}),),
        bases=(
            Basis(
                id=BasisId("last"),
                name="the last poll",
                kind="last_poll",
                areas=(PreviousArea(contest=ContestId("c1"), area=None, seats={PARTIES[0].id: seats}),),
            ),
        ),
        test=True,
    )


VOTES: dict[str, int | None] = {"grantly": 500, "proudie": 499, "slope": 31, "bold": 1}
MORE: dict[str, int | None] = {"grantly": 420, "proudie": 600, "slope": 20, "bold": 2}
AT = datetime(2031, 5, 1, 23, tzinfo=UTC)


def every_kind(rule: str) -> list[Event]:
    """Return a night with every kind of event in it, whatever the rule."""
    elected = None if rule.startswith(("first_past", "referendum")) else ("proudie",)
    e1 = {"contest": "c1"}
    return [
        Verified(id="v1", area="a1", ballot_papers=1, **e1),
        Corrected(id="v2", replaces="v1", ballot_papers=1040, reason="A box was forgotten", **e1),
        *(CountState(id=f"k{n}", area="a1", state=state, **e1) for n, state in enumerate(STATES)),
        CountState(id="k8", area="a1", state="recount_ordered", extent="partial", **e1),
        PartCounted(id="p1", area="a1", part="Ward One", votes={"grantly": 100, "proudie": 1}, **e1),
        Corrected(id="p2", replaces="p1", votes={"grantly": 101}, reason="A slip.", **e1),
        RunningTotal(id="t1", areas=("a1",), votes={"grantly": 500}, **e1),
        Withdrawn(id="t2", replaces="t1", reason="Too soon.", **e1),
        Declared(id="d0", area="a1", votes=VOTES, provisional=True, rejected_ballots=3, **e1),
        Declared(id="d1", area="a1", votes=VOTES, ballot_papers=1034, rejected_ballots=3, announced_at=AT, **e1),
        DoubtAnswered(id="q1", answers="d1", reason="Read out again", by="Eleanor Bold"),
        Called(id="b1", winner="grantly", reason="Enough is in", by=("A", "B"), **e1),
        CallWithdrawn(id="b2", replaces="b1", reason="It is not", by=("A", "B")),
        Recounted(id="r1", replaces="d1", votes={"grantly": 501}, reason="Recounted", ballot_papers=1035, **e1),
        Recounted(id="r2", replaces="r1", reason="Nothing changed", **e1),
        Posted(id="o1", text="He is here.", by="Eleanor Bold", quotation=Quotation(words="No.", who="X", said="here")),
        Corrected(id="o2", replaces="o1", text="She is here.", reason="It was she"),
        Withdrawn(id="o3", replaces="o2", reason="Nobody was"),
        StoryFiled(id="s1", story="story.html", edition=3),
        Declared(id="d2", area="a2", votes=MORE, elected=elected, ballot_papers=1042, rejected_ballots=0, **e1),
        Corrected(id="d3", replaces="d2", rejected_ballots=1, elected=("proudie",), reason="Misread", **e1),
        SeatsWon(id="w1", body="assembly", seats={"high": 1, "low": 1}),
        Corrected(id="w2", replaces="w1", seats={"high": 1, "low": 2}, reason="A late ward"),
        Withdrawn(id="w3", replaces="w2", reason="Too soon"),
        SeatsWon(id="w4", body="assembly", seats={"high": 3}, complete=True),
        Called(id="b3", winner="noc", body="assembly", reason="It hangs.", by=("A", "B")),
        CallWithdrawn(id="b4", replaces="b3", reason="It does not.", by=("A", "B")),
        Declared(id="d5", contest="c2", area="a3", votes={"grantly": 7, "proudie": 7, "slope": 1, "bold": 0}),
        LotDrawn(id="l1", contest="c2", candidates=("grantly", "proudie"), winner="proudie"),
        Withdrawn(id="l2", contest="c2", replaces="l1", reason="The wrong straw."),
        Declared(id="d6", contest="c2", area="a3", stage=2, votes={"grantly": 8, "proudie": 7}, elected=("grantly",)),
    ]


def test_the_night_of_every_kind_has_every_kind() -> None:
    assert {type(event) for event in every_kind("first_past_the_post")} == set(EVENT_TYPES)


@pytest.mark.parametrize("rule", RULES)
def test_every_kind_of_event_of_every_rule_has_its_sentences(rule: str) -> None:
    election = several(rule)
    said = all_said(editions(election, every_kind(rule)))
    numbers = {lang: [sorted(re.findall(r"\d[\d,.]*\d|\d", " ".join(s))) for s in rows] for lang, rows in said.items()}
    for language in LANGUAGES:
        assert numbers[language] == numbers["en"], language


@pytest.mark.parametrize("name", ["wm-mayor-2021", "wm-mayor-2024", "london-mayor-2024"])
def test_every_event_of_a_real_night_has_its_sentences(name: str) -> None:
    found = open_night(name)
    all_said(editions(found.election, found.events))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ge-2024", "locals-2024"])
def test_every_event_of_a_great_night_has_its_sentences(name: str) -> None:
    found = open_night(name)
    all_said(editions(found.election, found.events))


@pytest.mark.parametrize("seed", range(3))
def test_every_event_of_an_invented_night_has_its_sentences(seed: int) -> None:
    election = barsetshire(areas=4, contests=4, candidates=5, seed=seed)
    all_said(editions(election, night(election, seed=seed, troubled=0.5)))


def said_at(rule: str, event: str) -> tuple[str, ...]:
    events = every_kind(rule)
    until = next(n for n, e in enumerate(events) if e.id == event)
    return tell(latest(several(rule), events[: until + 1]))


def test_a_list_system_says_seats_by_list() -> None:
    assert "East: seats: Proudie 1, Grantly 1." in said_at("dhondt_spain_1985", "d2") or (
        "East: seats: Grantly 1, Proudie 1." in said_at("dhondt_spain_1985", "d2")
    )


def test_a_block_vote_names_all_elected_with_their_parties_and_what_changed_hands() -> None:
    said = said_at("block_vote", "d2")
    assert "East: elected are Proudie (Low Church) and Grantly (High and Dry)." in said
    assert "East, seats gained and lost: Low Church +1, High and Dry −1 (against the last poll)." in said


def test_a_referendum_is_won_and_nobody_is_elected() -> None:
    rule = next(rule for rule in RULES if rule.startswith("referendum"))
    election = several(rule)
    sides = tuple(replace(c, party=None) for c in election.contests[0].candidates[:2])
    asked = replace(election.contests[1], candidates=sides)
    election = replace(election, contests=(asked,), bodies=(), bases=())
    said = tell(
        latest(election, [Declared(id="d", area="a3", votes={"grantly": 85, "proudie": 116}, elected=("proudie",))])
    )
    assert said == ("Place 3: Proudie 116, Grantly 85.", "West: Proudie wins, by 31 votes (15.42%).")


def test_a_correction_of_seats_announced_says_old_and_new() -> None:
    assert said_at("list_pr", "w2")[0] == "Correction, Assembly: Low Church 2, not 1. Reason: A late ward."


def test_a_second_correction_names_the_figure_that_the_first_had_left() -> None:
    election = barsetshire(areas=2, candidates=2)
    events: list[Event] = [
        Declared(id="d1", area="a1", votes={"grantly": 500, "proudie": 400}),
        Corrected(id="c1", replaces="d1", votes={"grantly": 510}, reason="One."),
        Corrected(id="c2", replaces="c1", votes={"proudie": 410}, reason="Two."),
    ]
    assert tell(latest(election, events))[0] == "Correction, Barchester: Proudie 410, not 400. Reason: Two."


def test_control_of_a_body_is_told_when_it_is_settled() -> None:
    assert said_at("list_pr", "w4")[-1] == "Assembly: High and Dry hold control (against the last poll)."


def test_one_vote_is_one_vote_in_english_and_in_welsh() -> None:
    election = replace(barsetshire(areas=2, candidates=2), bases=())
    events: list[Event] = [
        Declared(id="d1", area="a1", votes={"grantly": 500, "proudie": 400}),
        Declared(id="d2", area="a2", votes={"grantly": 400, "proudie": 501}),
    ]
    edition = latest(election, events)
    assert "by 1 vote (0.06%)" in tell(edition)[-1]
    assert "o 1 bleidlais (0.06%)" in tell(edition, "cy")[-1]


def test_a_third_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of words laid in the folder is found, and the night is told in it."""
    text = (Path(__file__).parents[2] / "src/tellers/edition/languages/en.py").read_text(encoding="utf-8")
    text = text.replace('"language.name": "English"', '"language.name": "Gaeilge"')
    (tmp_path / "ga.py").write_text(
        text.replace("a full ", "ath").replace('"{place}: {list}."', '"{place} anois: {list}."')
    )
    found = languages_in([str(tmp_path)])
    assert list(found) == ["ga"]
    monkeypatch.setitem(LANGUAGES, "ga", found["ga"])  # type: ignore[arg-type]
    hub = Hub(barsetshire(areas=2, candidates=2), [Declared(id="d1", area="a1", votes={"grantly": 5, "proudie": 4})])
    said = "Barchester anois: Grantly (High and Dry) 5, Proudie (Low Church) 4."
    assert tell(hub.latest, "ga")[0] == said
    pages = Pages(hub)
    assert said in (pages.render("/ga/log", hub.latest) or "")
    assert '<a href="/ga/log" lang="ga">Gaeilge</a>' in (pages.render("/log", hub.latest) or "")


KINDS = {
    "d1": ("declared",),
    "k5": ("recount",),
    "o1": ("post",),
    "o2": ("correction", "post"),
    "r1": ("correction", "recount"),
    "b1": ("call",),
    "d2": ("decided", "gain", "declared"),
    "w2": ("correction", "gain"),
    "v1": ("other",),
}


@pytest.mark.parametrize("event", KINDS)
def test_each_line_is_of_its_kinds_the_most_telling_first(event: str) -> None:
    events = every_kind("block_vote")
    until = next(n for n, e in enumerate(events) if e.id == event)
    assert line_kinds(latest(several("block_vote"), events[: until + 1])) == KINDS[event]


def test_a_contest_is_told_decided_before_its_last_area_and_open_again_by_a_correction() -> None:
    election = barsetshire(areas=3, candidates=2)
    small = {area.id: 900 for area in election.areas}
    election = replace(election, areas=tuple(replace(a, electorate=small[a.id]) for a in election.areas))
    events: list[Event] = [
        Declared(id="d1", area="a1", votes={"grantly": 800, "proudie": 10}, ballot_papers=810),
        Declared(id="d2", area="a2", votes={"grantly": 700, "proudie": 10}, ballot_papers=710),
    ]
    edition = latest(election, events)
    assert tell(edition)[-1] == "Barsetshire mayor is decided: Grantly cannot be overtaken."
    assert "decided" in line_kinds(edition)
    change = Corrected(id="c1", replaces="d2", votes={"grantly": 10, "proudie": 700}, reason="The two were swapped.")
    edition = latest(election, [*events, change])
    assert tell(edition)[-1] == "Barsetshire mayor is open again: what is outstanding can change who wins."
