"""What a correction makes stale: the figures that moved, and every sentence and story that carried the old ones."""

from __future__ import annotations

from barsetshire import barsetshire
from tellers.edition import Edition, advance, latest, tell
from tellers.edition.stale import made_stale, numbers
from tellers.record import Corrected, CountState, Declared, Event, StoryFiled, Withdrawn

ELECTION = barsetshire(areas=2, candidates=3)
FIRST: list[Event] = [
    Declared(id="d1", area="a1", votes={"grantly": 5210, "proudie": 4302, "slope": 118}),
    Declared(id="d2", area="a2", votes={"grantly": 3001, "proudie": 3700, "slope": 95}),
]
STORIES: list[Event] = [
    StoryFiled(
        id="s1",
        story="lead.html",
        edition=2,
        headline="Grantly is mayor",
        sentences=("Grantly won by 210 votes.", "Proudie took 4,302 in Barchester.", "It rained."),
    ),
    StoryFiled(id="s2", story="early.html", edition=0, sentences=("In 4302 the comet will return.",)),
]
CORRECTED = Corrected(id="c1", replaces="d1", reason="A bundle on the wrong pile.", votes={"grantly": 4210})


def before_and_after(event: Event) -> tuple[Edition, Edition]:
    before = latest(ELECTION, [*FIRST, *STORIES])
    return before, advance(before, event)


def test_each_figure_that_moved_is_named_with_old_new_and_reason() -> None:
    stale = made_stale(*before_and_after(CORRECTED))
    assert stale is not None
    assert (stale.event, stale.reason) == ("c1", "A bundle on the wrong pile.")
    moved = {(m.what, m.area, m.candidate): (m.old, m.new) for m in stale.moved}
    assert moved[("votes", "a1", "grantly")] == (5210, 4210)
    assert moved[("total", None, "grantly")] == (8211, 7211)
    assert moved[("majority", None, None)] == (209, 791)
    assert moved[("winner", None, None)] == ("Grantly", "Proudie")
    assert ("votes", "a1", "proudie") not in moved


def test_stories_and_sentences_that_carried_the_old_figure_are_listed_and_no_others() -> None:
    before, after = before_and_after(CORRECTED)
    told = [(e.number, s) for e in (latest(ELECTION, FIRST[:1]), latest(ELECTION, FIRST)) for s in tell(e)]
    stale = made_stale(before, after, told)
    assert stale is not None
    listed = {(s.story, s.sentence) for s in stale.sentences}
    assert ("lead.html", "Grantly is mayor") in listed
    assert ("lead.html", "Grantly won by 210 votes.") in listed
    assert ("lead.html", "It rained.") not in listed
    assert not any(story == "early.html" for story, _ in listed)
    assert any(story is None and "5,210" in sentence for story, sentence in listed)


def test_a_withdrawal_makes_the_figure_unknown() -> None:
    stale = made_stale(*before_and_after(Withdrawn(id="w1", replaces="d2", reason="Declared too soon.")))
    assert stale is not None
    assert {(m.candidate, m.old, m.new) for m in stale.moved if m.what == "votes"} == {
        ("grantly", 3001, None),
        ("proudie", 3700, None),
        ("slope", 95, None),
    }


def test_an_event_that_changes_no_figure_makes_nothing_stale() -> None:
    assert made_stale(*before_and_after(CountState(id="k1", area="a1", state="declared"))) is None


def test_numbers_are_read_however_their_thousands_are_set_apart() -> None:
    assert numbers("225,590; 1 508; 12.345; 1508, 7 seats") >= {225590, 1508, 12345, 7}
