"""Posts: signed, plain, short; corrected and withdrawn in sight."""

from __future__ import annotations

from typing import Any

import pytest

from barsetshire import barsetshire
from tellers.edition import latest, tell
from tellers.errors import DeclarationError
from tellers.record import Corrected, Declared, Event, Posted, Quotation, Recounted, Withdrawn, replay
from tellers.store import decode, encode

ELECTION = barsetshire(areas=2, contests=2, candidates=3)
POST = Posted(id="p1", text="Grantly has arrived.\nHe is smiling.", by="Eleanor Bold", headline="At the hall")
QUOTED = Quotation(words="I concede nothing", who="Mrs Proudie", said="to reporters at the palace, 23:10")


def told(*events: Event, language: str = "en") -> tuple[str, ...]:
    return tell(latest(ELECTION, events), language)


def test_a_post_is_told_in_its_own_words_signed() -> None:
    assert told(POST) == ("Eleanor Bold writes: At the hall. Grantly has arrived.", "He is smiling.")


def test_a_quotation_says_whose_it_is_and_where_it_was_said() -> None:
    said = told(Posted(id="p2", text="", by="Eleanor Bold", quotation=QUOTED))
    assert said[-1] == "“I concede nothing” Mrs Proudie, to reporters at the palace, 23:10."


def test_a_post_crosses_the_wire_whole() -> None:
    post = Posted(id="p3", text="A <b>bold</b> word", by="E", quotation=QUOTED, contest="barsetshire-2", language="cy")
    assert decode(encode(post)) == post


def test_a_correction_changes_what_a_post_says_and_keeps_what_it_said() -> None:
    change = Corrected(id="c1", replaces="p1", reason="It was Proudie.", text="Proudie has arrived.", headline="")
    record = replay(ELECTION, [POST, change])
    (post,) = record.posts
    assert (post.event.text, post.event.by, post.reason) == ("Proudie has arrived.", "Eleanor Bold", "It was Proudie.")
    assert [old.text for old in post.earlier] == [POST.text]
    assert post.history == ("p1", "c1")


def test_a_withdrawn_post_stays_marked_as_withdrawn() -> None:
    record = replay(ELECTION, [POST, Withdrawn(id="w1", replaces="p1", reason="Not so.")])
    assert (record.posts[0].withdrawn, record.posts[0].event.text) == (True, POST.text)


def test_a_post_of_a_contest_touches_it_and_one_of_the_night_touches_none() -> None:
    of_night, of_contest = (
        latest(ELECTION, [POST]),
        latest(ELECTION, [Posted(id="p", text="x", by="E", contest="barsetshire-2")]),
    )
    assert (of_night.touched, of_contest.touched) == ((), ("barsetshire-2",))


DECLARED = Declared(id="d1", contest="barsetshire-1", area="a1", votes={"grantly": 10})
CHANGE: Any = {"reason": "So.", "text": "New."}
NOBODY, NOWHERE = Quotation(words="a", who="", said="b"), Quotation(words="a", who="b", said="")
RUNS = Quotation(words="a", who="b", said="c", link="javascript:alert(1)")
SAME = Corrected(id="c", replaces="p1", reason="r", text=POST.text, headline=POST.headline)
REFUSED: list[tuple[str, list[Event], Event, str]] = [
    ("no words", [], Posted(id="p", text=" ", by="E"), "no text"),
    ("nobody", [], Posted(id="p", text="x", by=""), "no by"),
    ("too long", [], Posted(id="p", text="x" * 2_001, by="E"), "2,001 characters"),
    ("a bell", [], Posted(id="p", text="ding\a", by="E"), "U+0007"),
    ("a line in a headline", [], Posted(id="p", text="x", by="E", headline="a\nb"), "U+000A"),
    ("text turned about", [], Posted(id="p", text="x\u202ey", by="E"), "U+202E"),
    ("no such language", [], Posted(id="p", text="x", by="E", language="../en"), "language"),
    ("no such contest", [], Posted(id="p", text="x", by="E", contest="nowhere"), "nowhere"),
    ("no such area", [], Posted(id="p", text="x", by="E", area="zz"), "zz"),
    ("no such body", [], Posted(id="p", text="x", by="E", body="zz"), "zz"),
    ("a quotation of nobody", [], Posted(id="p", text="x", by="E", quotation=NOBODY), "who"),
    ("said nowhere", [], Posted(id="p", text="x", by="E", quotation=NOWHERE), "said"),
    ("a link that runs", [], Posted(id="p", text="x", by="E", quotation=RUNS), "javascript"),
    ("doubted without a reason", [], Posted(id="p", text="x", by="E", findings=("No.",)), "no reason to go on"),
    ("figures for a post", [POST], Corrected(id="c", replaces="p1", votes={"grantly": 3}, **CHANGE), "figures"),
    ("the same words", [POST], SAME, "same"),
    ("a recount", [POST], Recounted(id="c", replaces="p1", reason="r"), "recount"),
    (
        "a second change of the first words",
        [POST, Corrected(id="c1", replaces="p1", **CHANGE)],
        Corrected(id="c2", replaces="p1", reason="r", text="Other."),
        "c1",
    ),
    (
        "a change of one withdrawn",
        [POST, Withdrawn(id="w", replaces="p1", reason="r")],
        Corrected(id="c2", replaces="w", **CHANGE),
        "no figure",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "event", "found"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_post_that_cannot_stand_is_refused(before: list[Event], event: Event, found: str) -> None:
    record = replay(ELECTION, before)
    with pytest.raises(DeclarationError, match=found.replace("+", r"\+")):
        replay(ELECTION, [*before, event])
    assert record == replay(ELECTION, before)
