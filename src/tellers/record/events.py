"""The events of a night: past facts, typed and tagged, exactly as they cross disk and wire.

The structs share their envelope by inheritance, the one place where the house does so: a flat object is what a
person can write in a text editor, and what msgspec decodes fastest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import msgspec

SourceKind = Literal["official", "agency", "press", "other"]
CountStateName = Literal[
    "verifying",
    "counting",
    "bundle_check",
    "recount_requested",
    "recount_ordered",
    "recounting",
    "adjudicating",
    "declared",
    "countermanded",
]
Extent = Literal["partial", "full"]
PartKind = Literal["precinct", "ward", "ballot_type", "percentage"]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Where a figure came from; official figures stand before an agency's, an agency's before the press's."""

    name: str
    kind: SourceKind = "other"
    link: str | None = None
    file: str | None = None


class Controls(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Control figures read out with a result, used as check digits: valid votes, majority, and turnout as printed."""

    total: int | None = None
    majority: int | None = None
    turnout_percent: str | None = None


class Quotation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Somebody's own words, and whose they are: `said` is where and when, `link` where they can be heard or read."""

    words: str
    who: str
    said: str
    link: str | None = None


class EventBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What every event carries.

    `seq` (from 1), `hash` (hex SHA-256, see `tellers.store.chain`), and where missing `id` and `recorded_at`, are given
    by the store. `announced_at` is None where unknown. `revision` counts the figures given for one slot, from 1.
    """

    seq: int = 0
    id: str = ""
    contest: str = ""
    recorded_at: datetime | None = None
    announced_at: datetime | None = None
    announced_basis: Literal["official", "press", "estimated"] | None = None
    source: Source | None = None
    keyed_by: str | None = None
    confirmed_by: str | None = None
    revision: int | None = None
    note: str | None = None
    hash: str = ""


class Figures(EventBase, frozen=True, kw_only=True):
    """Figures as announced: `votes` by candidate id, a candidate left out or null being unknown, never 0.

    `stage` is the stage of the count that they are of, 1 being first preferences. `sheet` names the paper or file that
    they were read from: one sheet is taken once. `elected` holds those declared elected, where that was announced.
    """

    votes: dict[str, int | None] = {}
    ballot_papers: int | None = None
    valid_votes: int | None = None
    rejected_ballots: int | None = None
    rejected: dict[str, int] = {}
    elected: tuple[str, ...] | None = None
    controls: Controls | None = None
    provisional: bool = False
    stage: int = 1
    sheet: str | None = None


class Verified(EventBase, tag="verified", frozen=True, kw_only=True):
    """Ballot papers verified in an area, before the count."""

    area: str
    ballot_papers: int
    electorate: int | None = None


class CountState(EventBase, tag="count_state", frozen=True, kw_only=True):
    """Where the count of an area has got to; a recount is partial or full."""

    area: str
    state: CountStateName
    extent: Extent | None = None


class Declared(Figures, tag="declared", frozen=True, kw_only=True):
    """An area's result as announced."""

    area: str


class PartCounted(Figures, tag="part_counted", frozen=True, kw_only=True):
    """Part of an area, with the number of papers expected in the whole area where given."""

    area: str
    part: str
    part_kind: PartKind = "precinct"
    expected_ballots: int | None = None


class RunningTotal(Figures, tag="running_total", frozen=True, kw_only=True):
    """A figure announced for several areas together."""

    areas: tuple[str, ...]


class SeatsWon(EventBase, tag="seats_won", frozen=True, kw_only=True):
    """Seats by party in a body, where only that is announced; `complete` when no more seats of it are to come."""

    body: str
    seats: dict[str, int]
    complete: bool = False


class Corrected(Figures, tag="corrected", frozen=True, kw_only=True):
    """New figures for an earlier event: what is named here replaces, what is not named stays as it was.

    Of a post it gives `headline`, `text` and `quotation`: the whole post as it now reads.
    """

    replaces: str
    reason: str
    seats: dict[str, int] | None = None
    headline: str | None = None
    text: str | None = None
    quotation: Quotation | None = None


class Recounted(Figures, tag="recounted", frozen=True, kw_only=True):
    """The figures of a recount, for those of an earlier event."""

    replaces: str
    reason: str
    extent: Extent | None = None


class Withdrawn(EventBase, tag="withdrawn", frozen=True, kw_only=True):
    """An earlier event taken back; what it said stays visible."""

    replaces: str
    reason: str


class LotDrawn(EventBase, tag="lot_drawn", frozen=True, kw_only=True):
    """A tie, and who drew the lot for whom."""

    candidates: tuple[str, ...]
    winner: str
    drawn_by: str | None = None
    area: str | None = None
    stage: int = 1


class Called(EventBase, tag="called", frozen=True, kw_only=True):
    """The desk's own call that `winner` (a candidate; in a body, a party or "noc") has won, by two people."""

    winner: str
    reason: str
    by: tuple[str, ...]
    body: str | None = None
    edition: int | None = None


class CallWithdrawn(EventBase, tag="call_withdrawn", frozen=True, kw_only=True):
    """A call taken back, visibly."""

    replaces: str
    reason: str
    by: tuple[str, ...]


class DoubtAnswered(EventBase, tag="doubt_answered", frozen=True, kw_only=True):
    """A person looked again at the figure of event `answers`, and it stands; `doubt` is the kind, None for all."""

    answers: str
    reason: str
    by: str
    doubt: str | None = None


class StoryFiled(EventBase, tag="story_filed", frozen=True, kw_only=True):
    """A story was published at an edition, with its checked sentences."""

    story: str
    edition: int
    headline: str = ""
    link: str | None = None
    sentences: tuple[str, ...] = ()


class Posted(EventBase, tag="posted", frozen=True, kw_only=True):
    """A short post of the desk beside the lines that are written from the record; `by` signs it.

    `text` is plain words: a line is a paragraph, and nothing in it is markup. It is of the whole night, or of a
    contest, a body or an area. `findings` are what the copy check said of it when it was keyed, `despite` why it went
    out so.
    """

    text: str
    by: str
    headline: str = ""
    quotation: Quotation | None = None
    body: str | None = None
    area: str | None = None
    language: str = "en"
    findings: tuple[str, ...] = ()
    despite: str | None = None


FigureEvent = Declared | PartCounted | RunningTotal
Event = (
    Verified
    | CountState
    | Declared
    | PartCounted
    | RunningTotal
    | SeatsWon
    | Corrected
    | Recounted
    | Withdrawn
    | LotDrawn
    | Called
    | CallWithdrawn
    | DoubtAnswered
    | StoryFiled
    | Posted
)
EVENT_TYPES: tuple[type[EventBase], ...] = get_args(Event)
