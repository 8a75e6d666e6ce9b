"""Events that are odd and legal: recounts before a declaration, parts of two sources, lots drawn wrongly."""

from __future__ import annotations

import pytest

from barsetshire import barsetshire
from tellers.edition import latest
from tellers.errors import DeclarationError
from tellers.record import (
    Corrected,
    CountState,
    Declared,
    Event,
    LotDrawn,
    PartCounted,
    Recounted,
    Source,
    Withdrawn,
    replay,
)
from tellers.tally import Standing

ELECTION = barsetshire(areas=1, candidates=3)
PRESS = Source(name="Jupiter", kind="press")


def standing(*events: Event) -> Standing:
    return latest(ELECTION, events).standing(ELECTION.contests[0])


def votes(grantly: int | None, proudie: int | None, slope: int | None) -> dict[str, int | None]:
    return {"grantly": grantly, "proudie": proudie, "slope": slope}


def declared(id: str = "d", *, provisional: bool = False, source: Source | None = None, **changes: object) -> Declared:
    figures = votes(100, 99, 40)
    return Declared(id=id, area="a1", votes=figures, provisional=provisional, source=source, **changes)  # type: ignore[arg-type]


RECOUNT = CountState(id="r", area="a1", state="recount_ordered", extent="full")


def test_a_recount_before_the_declaration_ends_with_it() -> None:
    """The usual recount in Britain: ordered on a provisional result, or before any, and ended by the declaration."""
    assert standing(RECOUNT, declared()).status == "final"
    assert standing(declared("p", provisional=True), RECOUNT, declared()).status == "final"


def test_a_recount_stays_open_after_a_provisional_figure_or_another_sources_copy() -> None:
    assert standing(RECOUNT, declared(provisional=True)).status == "recount"
    assert standing(declared(), RECOUNT, declared("copy", source=PRESS)).status == "recount"


def test_an_older_revision_is_refused_after_a_newer_final_figure() -> None:
    events = [declared("p", provisional=True), declared(revision=5)]
    late = Corrected(id="c", replaces="d", reason="Late sheet.", votes=votes(1, 2, 3), revision=3)
    with pytest.raises(DeclarationError, match="revision 3 after revision 5"):
        replay(ELECTION, [*events, late])
    withdrawn = Withdrawn(id="w", replaces="d", reason="Wrong hall.")
    with pytest.raises(DeclarationError, match="revision 4 after revision 6"):
        replay(ELECTION, [*events, withdrawn, declared("again", revision=4)])


def test_a_change_that_names_another_contest_than_the_figure_is_refused() -> None:
    two = barsetshire(areas=1, contests=2, candidates=3)
    first = Declared(id="d", contest="barsetshire-1", area="a1", votes=votes(100, 99, 40))
    change = Corrected(id="c", contest="barsetshire-2", replaces="d", reason="Mistyped.", votes=votes(1, 2, 3))
    with pytest.raises(DeclarationError, match="barsetshire-1"):
        replay(two, [first, change])


def test_a_lot_between_two_does_not_settle_a_tie_of_three() -> None:
    tie = Declared(id="d", area="a1", votes=votes(50, 50, 50))
    lot = LotDrawn(id="l", candidates=("grantly", "proudie"), winner="grantly")
    found = standing(tie, lot)
    assert (found.status, found.elected, found.lot) == ("tied", (), None)


def test_a_lot_keyed_wrongly_can_be_withdrawn_and_drawn_again() -> None:
    tie = Declared(id="d", area="a1", votes=votes(50, 50, 10))
    lot = LotDrawn(id="l", candidates=("grantly", "proudie"), winner="grantly")
    back = Withdrawn(id="w", replaces="l", reason="The wrong name was keyed.")
    assert standing(tie, lot, back).status == "tied"
    again = LotDrawn(id="m", candidates=("grantly", "proudie"), winner="proudie")
    assert standing(tie, lot, back, again).elected == ("proudie",)
    with pytest.raises(DeclarationError, match="withdrawn already"):
        replay(ELECTION, [tie, lot, back, Withdrawn(id="x", replaces="l", reason="Twice.")])


def part(id: str, name: str, figures: dict[str, int | None], **changes: object) -> PartCounted:
    return PartCounted(id=id, area="a1", part=name, votes=figures, **changes)  # type: ignore[arg-type]


def test_the_press_does_not_displace_an_official_part() -> None:
    found = standing(part("p", "Close", votes(5, 4, 3)), part("q", "Close", votes(500, 4, 3), source=PRESS))
    assert found.votes_of("grantly") == 5
    assert [d.kind for d in found.doubts] == ["sources"]


def test_percentages_counted_are_not_added_to_one_another() -> None:
    """Each speaks for all that was counted by then, the one before it included."""
    first = part("p", "40%", votes(50, 40, 30), part_kind="percentage")
    found = standing(first, part("q", "80%", votes(90, 80, 60), part_kind="percentage"))
    assert found.votes_of("grantly") == 90


def test_parts_of_a_later_stage_are_not_added_to_first_preferences() -> None:
    found = standing(part("p", "Close", votes(5, 4, 3)), part("q", "Dean", votes(50, 40, 30), stage=2))
    assert found.votes_of("grantly") == 5


def test_a_part_withdrawn_leaves_its_area_uncounted_and_takes_no_other_along() -> None:
    two = barsetshire(areas=2, candidates=3)
    events = [part("p", "Close", votes(5, 4, 3)), Withdrawn(id="w", replaces="p", reason="Wrong sheet.")]
    other = PartCounted(id="q", area="a2", part="Dean", votes=votes(7, 8, 9))
    found = latest(two, [*events, other]).standing(two.contests[0])
    assert (found.votes_of("slope"), found.partly) == (9, ("a2",))
    assert latest(two, events).standing(two.contests[0]).partly == ()


def test_a_part_withdrawn_and_counted_again_can_no_longer_be_corrected_by_its_first_event() -> None:
    events = [part("p", "Close", votes(5, 4, 3)), Withdrawn(id="w", replaces="p", reason="Wrong sheet.")]
    again = [*events, part("q", "Close", votes(6, 4, 3))]
    with pytest.raises(DeclarationError, match="withdrawn"):
        replay(ELECTION, [*again, Corrected(id="c", replaces="p", reason="Late.", votes={"grantly": 1})])
    fixed = [*again, Recounted(id="c", replaces="q", reason="Bundle found.", votes={"grantly": 9})]
    assert standing(*fixed).votes_of("grantly") == 9


def test_no_majority_is_told_while_a_candidate_unknown_might_be_second() -> None:
    known = Declared(id="d", area="a1", votes=votes(100, 90, None), elected=("grantly",))
    assert (standing(known).elected, standing(known).majority) == (("grantly",), None)
    bounded = Declared(id="d", area="a1", votes=votes(100, 90, None), elected=("grantly",), valid_votes=210)
    assert standing(bounded).majority == 10


def test_one_elected_whose_votes_are_unknown_leaves_no_leader_known() -> None:
    found = standing(Declared(id="d", area="a1", votes=votes(100, 90, None), elected=("slope",)))
    assert (found.status, found.elected, found.leader, found.lead) == ("final", ("slope",), None, None)


def test_one_declared_elected_against_the_votes_is_doubted() -> None:
    """Broxtowe 2011: the wrong candidate of the same surname was declared elected."""
    found = standing(declared(elected=("proudie",)))
    assert [d.kind for d in found.doubts] == ["elected"]
    assert standing(declared(elected=("grantly",))).doubts == ()
    tie = Declared(id="d", area="a1", votes=votes(50, 50, 10), elected=("proudie",))
    assert standing(tie).doubts == ()


@pytest.mark.parametrize("alone", ["grantly", "slope"])
def test_an_area_where_one_candidate_has_all_the_few_votes_does_not_stop_the_night(alone: str) -> None:
    """Read with its last digit dropped a figure of 5 is 0, and then nobody has any."""
    many = barsetshire(areas=30, candidates=3)
    usual = [
        Declared(id=f"d{n}", area=f"a{n}", votes=votes(400 + 7 * n % 50, 300 + 11 * n % 40, 100 + n))
        for n in range(1, 30)
    ]
    odd = Declared(id="odd", area="a30", votes={**votes(0, 0, 0), alone: 5})
    found = latest(many, [*usual, odd]).standing(many.contests[0])
    assert found.status == "final"
