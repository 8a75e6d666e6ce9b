"""What an edition means: each kind of alert from the edition's own sentences, and readers' thresholds."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from alerts.receivers import CONTEST, declared
from barsetshire import barsetshire
from tellers.edition import Edition, advance, start, tell
from tellers.edition.languages import LANGUAGES
from tellers.feeds.alerts.alert import Alert
from tellers.feeds.alerts.letters import alert_letter, one_line
from tellers.feeds.alerts.meaning import alerts_of, stale_alerts
from tellers.feeds.alerts.wants import Wants, wanted
from tellers.pack import find_night, read_pack
from tellers.record import (
    Basis,
    Called,
    CallWithdrawn,
    Corrected,
    CountState,
    Election,
    Event,
    PreviousArea,
    Recounted,
    RunningTotal,
    Withdrawn,
)
from tellers.terms import BasisId, ContestId, PartyId

ELECTION = barsetshire(areas=3, candidates=3)
A1 = declared("d1", "a1", 5210, 4302, 118)
A2 = declared("d2", "a2", 3001, 3700, 95)
A3 = declared("d3", "a3", 100, 600, 5)


def play(*events: Event, election: Election = ELECTION) -> list[tuple[Edition, tuple[Alert, ...]]]:
    """Return each edition with its alerts."""
    edition, made = start(election), []
    for number, event in enumerate(events, 1):
        before, edition = edition, advance(edition, msgspec.structs.replace(event, seq=number))
        made.append((edition, alerts_of(before, edition)))
    return made


def kinds(*events: Event, election: Election = ELECTION) -> list[list[str]]:
    return [[alert.kind for alert in alerts] for _, alerts in play(*events, election=election)]


def test_a_night_means_what_happened_in_it() -> None:
    recount = CountState(id="r", contest=CONTEST, area="a3", state="recount_ordered", extent="full")
    counting = CountState(id="k", contest=CONTEST, area="a3", state="counting")
    assert kinds(counting, A1, A2, recount, A3) == [
        [],
        ["declared"],
        ["declared"],
        ["recount"],
        ["declared", "lead_changed", "decided", "won"],
    ]


def test_a_contest_is_decided_before_its_last_area() -> None:
    small = tuple(replace(a, electorate=50 if a.id == "a3" else a.electorate) for a in ELECTION.areas)
    election = replace(ELECTION, areas=small)
    made = play(A1, A2, A3, election=election)
    assert [a.kind for a in made[1][1]] == ["declared", "decided"]
    assert made[1][1][1].sentences("en")[0] == "Barsetshire mayor is decided: Grantly cannot be overtaken."
    assert "decided" not in [a.kind for a in made[2][1]]


def test_a_gain_names_its_basis_and_a_hold_is_none() -> None:
    def against(party: str) -> Election:
        holder = PreviousArea(contest=ContestId(CONTEST), area=None, holder=PartyId(party))
        basis = Basis(id=BasisId("then"), name="the last poll", kind="last_poll", areas=(holder,))
        return replace(ELECTION, bases=(basis,))

    last = play(A1, A2, A3, election=against("high"))[-1][1][-1]
    assert last.kind == "gained"
    assert last.sentences("en")[0] == "Low Church gain Barsetshire mayor from High and Dry (against the last poll)."
    assert set(last.parties) == {"low", "high"}
    assert "gained" not in kinds(A1, A2, A3, election=against("low"))[-1]


def test_calls_withdrawals_recounts_and_corrections_name_what_they_replace() -> None:
    events: list[Event] = [
        A1,
        Called(id="k1", contest=CONTEST, winner="grantly", reason="Enough is in", by=("A", "B")),
        CallWithdrawn(id="k2", replaces="k1", reason="It was not", by=("A", "B")),
        Recounted(id="r1", replaces="d1", reason="A full recount.", votes={"grantly": 5200}),
        Corrected(id="c1", replaces="r1", reason="A digit.", votes={"grantly": 5202}),
        Withdrawn(id="w1", replaces="c1", reason="Declared too soon."),
    ]
    made = [alerts[0] for _, alerts in play(*events)]
    assert [a.kind for a in made] == ["declared", "call", "withdrawal", "recount", "correction", "withdrawal"]
    assert [a.corrects for a in made] == [False, False, True, True, True, True]
    assert [a.replaces for a in made] == [(), (), (2,), (1,), (4, 1), (5, 4, 1)]
    assert "5,202, not 5,200" in " ".join(made[4].sentences("en"))
    assert "Barchester, Grantly: no figure, not 5,202." in made[5].sentences("en")
    assert all(str(a.reason) in " ".join(a.sentences("en")) for a in made[2:])


def test_whoever_was_told_a_figure_that_moved_is_found_and_nobody_else() -> None:
    corrected = Corrected(id="c1", replaces="d1", reason="A digit.", votes={"slope": 181})
    made = play(A1, A2, corrected)
    told = [alert for _, alerts in made[:2] for alert in alerts]
    assert {a.edition for a in told if a.id in stale_alerts(made[1][0], made[2][0], told)} == {1}
    moving = Corrected(id="c2", replaces="d1", reason="A digit.", votes={"grantly": 4000})
    made = play(A1, A2, moving)
    assert {a.edition for a in told if a.id in stale_alerts(made[1][0], made[2][0], told)} == {1, 2}


def test_no_alert_says_what_its_edition_does_not() -> None:
    pack = read_pack(find_night("wm-mayor-2024"))
    before, seen = start(pack.election), []
    for event in pack.events():
        after = advance(before, event)
        for alert in alerts_of(before, after):
            assert set(alert.said) == set(LANGUAGES)
            for language in LANGUAGES:
                assert set(tell(after, language)) <= set(alert.sentences(language))
            seen.append((alert.edition, alert.kind))
        before = after
    assert len(set(seen)) == len(seen)
    assert (24, "declared") in seen
    assert [kind for number, kind in seen if number == 26] == ["declared", "lead_changed", "decided", "won", "gained"]


def test_a_total_announced_is_a_declaration_of_its_areas() -> None:
    total = RunningTotal(id="t", contest=CONTEST, areas=("a1", "a2"), votes={"grantly": 8000, "proudie": 8100})
    alert = play(total)[0][1][0]
    assert (alert.kind, alert.areas) == ("declared", ("a1", "a2"))


@pytest.mark.parametrize(
    ("wants", "number"),
    [
        (Wants(), 3),
        (Wants(kinds=("won", "decided")), 1),
        (Wants(areas=("a2",)), 2),
        (Wants(areas=("nowhere",)), 0),
        (Wants(contests=(CONTEST,)), 3),
        (Wants(contests=("another",)), 0),
        (Wants(contests=("another",), areas=("a1",)), 2),
        (Wants(parties=("broad",)), 0),
        (Wants(parties=("low",), kinds=("won",)), 1),
        (Wants(lead_under=300), 2),
        (Wants(lead_under=250), 1),
    ],
)
def test_a_reader_gets_what_they_asked_for(wants: Wants, number: int) -> None:
    made = play(A1, A2, A3)
    got = [n for n, (_, alerts) in enumerate(made) if any(wanted(a, wants, ELECTION) for a in alerts)]
    assert len(got) == number


def test_a_message_names_every_kind_and_says_each_sentence_once() -> None:
    edition, alerts = play(A1, A2, A3)[-1]
    letter = alert_letter(alerts, edition.election, "en", site="https://x.example", token="t")
    assert letter.subject.startswith("[TEST] Won: Proudie (Low Church) is elected")
    for sentence in tell(edition):
        assert letter.text.count(sentence) == 1
    assert f"https://x.example/contest/{CONTEST}?at=3" in letter.text
    welsh = alert_letter(alerts, edition.election, "cy", site="https://x.example", token="t")
    assert "etholwyd Proudie" in welsh.text
    assert "elected" not in welsh.text


@pytest.mark.parametrize(
    "name", ["Slope\r\nBcc: all@example.org", "\u202eepolS", "S" * 400, "<script>alert(1)</script>", "🗳️\x00 Slope"]
)
def test_a_hostile_name_begins_no_line_and_turns_no_text(name: str) -> None:
    people = tuple(replace(c, name=name) if c.id == "grantly" else c for c in ELECTION.contests[0].candidates)
    election = replace(ELECTION, contests=(replace(ELECTION.contests[0], candidates=people),))
    edition, alerts = play(A1, election=election)[0]
    letter = alert_letter(alerts, election, "en", site="https://x.example", token="t")
    assert letter.subject.isprintable()
    assert len(letter.subject) <= 150
    assert "\u202e" not in letter.subject
    assert "<script" not in letter.html
    assert edition.number == 1
    assert "\r" not in letter.text


def test_one_line_is_one_line() -> None:
    assert one_line("a\r\n b\u2028c\x00d") == "a b c d"
