"""The Atom feed's corrections, read by feedparser: each an entry of its own, with old, new and reason."""

from __future__ import annotations

from dataclasses import replace

import feedparser
import msgspec

from alerts.receivers import declared
from barsetshire import barsetshire
from tellers.edition import editions
from tellers.feeds import atom
from tellers.record import Corrected, Withdrawn

EVENTS = (
    declared("d1", "a1", 5210, 4302, 118),
    Corrected(id="c1", replaces="d1", reason="A digit.", votes={"slope": 181}),
    Withdrawn(id="w1", replaces="c1", reason="Declared too soon."),
)


def test_a_correction_and_a_withdrawal_are_entries_that_name_old_new_and_reason() -> None:
    election = replace(barsetshire(areas=2, candidates=3), id="Ynys Môn <&>")
    made = list(editions(election, [msgspec.structs.replace(e, seq=n) for n, e in enumerate(EVENTS, 1)]))
    feed = feedparser.parse(atom(election, made[:0:-1]))
    assert not feed.bozo
    withdrawn, corrected, first = feed.entries
    assert [tag.term for tag in withdrawn.tags] == ["withdrawal"]
    assert [tag.term for tag in corrected.tags] == ["correction"]
    assert "tags" not in first
    assert "181, not 118" in corrected.content[0].value
    assert "A digit." in corrected.content[0].value
    assert "Slope: no figure, not 181" in withdrawn.content[0].value
    assert "Declared too soon." in withdrawn.content[0].value
    assert "118" in first.content[0].value  # What was told stays as it was told.
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == 3
    assert all(id.isascii() and " " not in id and "<" not in id for id in ids)
    assert all(entry.title.startswith("[TEST] ") for entry in feed.entries)
