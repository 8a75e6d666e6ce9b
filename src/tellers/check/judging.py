"""Holds a claim against every moment that it may speak of, and gives it its level and reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tellers.check.claim import Level
from tellers.check.query import ORDER, AnyMoment, Draft, Query, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A level with its reason, what the record says, and the moment at which that holds."""

    level: Level
    reason: str
    record: str | None = None
    moment: str | None = None
    edition: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    moment: AnyMoment
    reading: Reading


class _Rows:
    """The readings of a claim by moment, each made when it is first asked for: most claims need that of now alone."""

    __slots__ = ("_draft", "_moments", "_query", "_read")

    def __init__(self, draft: Draft, query: Query) -> None:
        self._draft = draft
        self._query = query
        self._moments = query.moments
        self._read: dict[int, _Row] = {}

    def __len__(self) -> int:
        return len(self._moments)

    def edition(self, i: int) -> int:
        """Return the edition of a moment, which needs no reading."""
        return self._moments[i].edition

    def __getitem__(self, i: int) -> _Row:
        row = self._read.get(i)
        if row is None:
            moment = self._moments[i]
            row = _Row(moment=moment, reading=_turned(self._draft, self._query.read(moment)))
            self._read[i] = row
        return row


def judge(draft: Draft, now: int) -> Verdict:
    """Return the verdict on a claim at edition `now`.

    Earlier moments make it stale, later ones premature; only a claim that is true at no moment at all can be an error.
    """
    if draft.query is None:
        return Verdict(level="unchecked", reason=draft.unchecked or "nothing in the record to hold it against")
    if draft.modality in ("conditional", "prospect", "question", "mistake"):
        words = {
            "conditional": "a condition",
            "prospect": "a hope or forecast",
            "question": "a question",
            "mistake": "told as a mistake",
        }
        return Verdict(level="unchecked", reason=f"{words[draft.modality]}, not a statement of what happened")
    rows = _Rows(draft, draft.query)
    if not len(rows):
        return Verdict(level="unchecked", reason=draft.unchecked or "the record has no figures for it")
    upto = [i for i in range(len(rows)) if rows.edition(i) <= now] or [0]
    verdict = _verdict(draft, rows, upto[-1])
    return _softened(draft, verdict)


def _turned(draft: Draft, reading: Reading) -> Reading:
    if not draft.negated or reading.answer in ("open", "unknown"):
        return reading
    return Reading(
        answer="no" if reading.answer in ("yes", "alternative", "near") else "yes", said=reading.said, why=reading.why
    )


def _verdict(draft: Draft, rows: _Rows, now: int) -> Verdict:
    pinned = [] if draft.pin is None else [i for i in range(len(rows)) if rows.edition(i) in draft.pin]
    if pinned:
        found = _at_pin(draft, rows, pinned, now)
        if found is not None:
            return found
    row = rows[now]
    direct = _direct(draft, row)
    if direct is not None:
        return direct
    return _elsewhere(draft, rows, now)


def _direct(draft: Draft, row: _Row) -> Verdict | None:
    reading = row.reading
    match reading.answer:
        case "yes":
            weak = "; the wording tells little, so this is weakly checked" if reading.weak else ""
            return _made("ok", f"agrees with the record{weak}", row)
        case "alternative":
            return _made("note", f"true {reading.why}", row)
        case "near":
            return _made("note", reading.why or "loosely put", row)
    return None


def _at_pin(draft: Draft, rows: _Rows, pinned: list[int], now: int) -> Verdict | None:
    best = min(pinned, key=lambda i: (ORDER.index(rows[i].reading.answer), i > now, -i))
    row = rows[best]
    if row.reading.answer in ("open", "unknown"):
        return None
    direct = _direct(draft, row)
    if direct is None:
        return None if any(rows[i].reading.answer in ("yes", "near") for i in range(len(rows))) else _wrong(draft, row)
    query = draft.query
    assert query is not None
    if best > now:
        return _made("warn", f"premature: it is true {row.moment.label}", row)
    still = rows[now].reading.answer in ("yes", "alternative", "near")
    if now in pinned or still or draft.told or not query.progress:
        return direct
    return _made("warn", f"stale: true {row.moment.label}; now {_now_words(rows[now])}", row)


def _elsewhere(draft: Draft, rows: _Rows, now: int) -> Verdict:
    query = draft.query
    assert query is not None
    earlier = [i for i in range(now) if rows[i].reading.answer in ("yes", "near")]
    later = [i for i in range(now + 1, len(rows)) if rows[i].reading.answer in ("yes", "near")]
    if earlier:
        row = rows[earlier[-1]]
        if draft.told and query.progress and query.tells:
            return _made("ok", f"true {row.moment.label}, of which it tells", row)
        return _made("warn", f"stale: true {row.moment.label}; now {_now_words(rows[now])}", row)
    if later:
        row = rows[later[0]]
        return _made("warn", f"premature: true only {row.moment.label}; at this moment {_now_words(rows[now])}", row)
    known = [i for i in range(len(rows)) if rows[i].reading.answer == "no"]
    row = rows[now]
    if row.reading.answer == "open" and not any(i > now for i in known):
        return _made("warn", f"premature: {row.reading.said or 'not settled'} {row.moment.label}", row)
    if (
        row.reading.answer == "unknown"
        and known
        and query.progress
        and not any(i > now for i in known)
        and row.moment.final
    ):
        # The figure is of a moment that is over ("needs", "outstanding"): what it was then is what counts.
        return _softer(_wrong(draft, rows[known[-1]]))
    if row.reading.answer == "unknown" and not any(i > now for i in known):
        reason = row.reading.why or row.reading.said or "the record does not have that figure"
        return Verdict(level="unchecked", reason=reason, moment=row.moment.label)
    return _wrong(draft, row if row.reading.answer == "no" else rows[known[-1]])


def _wrong(draft: Draft, row: _Row) -> Verdict:
    query = draft.query
    assert query is not None
    where = query.belongs()
    tail = f"; {where}" if where else ""
    return _made("error", f"the record has {row.reading.said}{tail}", row)


# Whoever declares results is not one who may see them otherwise.
_OFFICIAL = frozenset(
    ("returning", "officer", "officers", "official", "officially", "officials", "declared", "results")
)


def _softer(verdict: Verdict) -> Verdict:
    return _with(verdict, "warn", verdict.reason)


def _now_words(row: _Row) -> str:
    return row.reading.said or "the record says otherwise"


def _made(level: Level, reason: str, row: _Row) -> Verdict:
    return Verdict(
        level=level,
        reason=reason,
        record=row.reading.said or None,
        moment=row.moment.label,
        edition=row.moment.edition,
    )


def _softened(draft: Draft, verdict: Verdict) -> Verdict:
    """Keep red for what the outlet itself asserts, with everything linked."""
    if verdict.level not in ("error", "warn"):
        return verdict
    if draft.estimate:
        return _with(verdict, "note", f"an estimate, not the outlet's own count: {verdict.reason}")
    if verdict.level == "warn":
        return _with(verdict, "note", verdict.reason) if draft.cap == "note" else verdict
    if draft.modality in ("quoted", "attributed"):
        official = bool(_OFFICIAL & {t.low for t in draft.scene.tokens})
        level: Level = "warn" if official and draft.cap != "note" else "note"
        return _with(verdict, level, f"said by another, and different: {verdict.reason}")
    if not draft.strong:
        return _with(verdict, "warn" if draft.cap != "note" else "note", f"if this is what is meant, {verdict.reason}")
    if draft.cap != "error":
        return _with(verdict, draft.cap, verdict.reason)
    return verdict


def _with(verdict: Verdict, level: Level, reason: str) -> Verdict:
    return replace(verdict, level=level, reason=reason)
