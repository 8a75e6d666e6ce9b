"""The stages of a ranked count for a page: from a declared stage table, a count, or a record of two rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from tellers.count.declared_sheet import DeclaredSheet, Printed
from tellers.count.sheet import StageSheet
from tellers.edition import Edition
from tellers.record import Contest, Election
from tellers.terms import decimal_text
from tellers.web.charts.colours import PLAIN
from tellers.web.charts.sankey import Band, sankey
from tellers.web.live import Hub
from tellers.web.site.words import FALLBACK_COLOUR, colour

MOST_STAGES = 40
"""A picture has no more columns than this; the table has every stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """One candidate in a count.

    Args:
        votes: At the end of each stage; None where the sheet has none, as after an exclusion.
        elected, out: The stage, from 0, at which that became so.
    """

    name: str
    fill: str
    votes: tuple[Fraction | None, ...]
    elected: int | None
    out: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    """A count, stage by stage.

    Args:
        rest: Votes with no candidate any more at the end of each stage: not transferable, or lost to rounding; None
            where that cannot be known.
        places: Decimals printed.
    """

    runners: tuple[Runner, ...]
    rest: tuple[Fraction | None, ...]
    quota: Fraction | None
    places: int

    @property
    def stages(self) -> int:
        """Return how many stages there are."""
        return len(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransfersView:
    """A count on a page; a row is a candidate's name, what became of it, and a cell of text and change to a stage."""

    picture: Markup | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    quota: str
    said: tuple[str, ...]


def of_declared(sheet: DeclaredSheet, election: Election, contest: Contest | None) -> Transfers | None:
    """Return the transfers of a declared stage table; None with fewer than two stages.

    What is with nobody is the valid votes less the candidates', where every figure is there: sheets print it in many
    ways, and that sum must hold in all of them.
    """
    if len(sheet.stages) < 2:
        return None
    fills = {} if contest is None else {_fold(c.name): colour(election, c.party) for c in contest.candidates}
    first = [_value(p) for p in sheet.stages[0].totals]
    valid = _value(sheet.valid) if sheet.valid is not None else None
    if valid is None and None not in first:
        valid = sum((v for v in first if v is not None), Fraction(0))
    runners = []
    for i, candidate in enumerate(sheet.candidates):
        votes = tuple(_value(stage.totals[i]) for stage in sheet.stages)
        at = None if candidate.outcome_stage is None else min(candidate.outcome_stage, len(votes)) - 1
        runners.append(
            Runner(
                name=candidate.name,
                fill=fills.get(_fold(candidate.name), FALLBACK_COLOUR),
                votes=votes,
                elected=at if candidate.outcome == "elected" else None,
                out=at if candidate.outcome == "excluded" else None,
            )
        )
    places = max((p.places for stage in sheet.stages for p in stage.totals if p is not None), default=0)
    return Transfers(
        runners=tuple(runners),
        rest=tuple(_rest(valid, [r.votes[s] for r in runners]) for s in range(len(sheet.stages))),
        quota=_value(sheet.quota),
        places=places,
    )


def of_count(sheet: StageSheet, fills: Mapping[str, str]) -> Transfers | None:
    """Return the transfers of a count; None with fewer than two stages.

    Args:
        fills: The colour of each candidate, by name.
    """
    if len(sheet.stages) < 2:
        return None

    def votes(figure: Fraction | int) -> Fraction:
        return Fraction(figure) / sheet.scale

    runners = []
    for i, name in enumerate(sheet.candidates):
        out = next((s for s, stage in enumerate(sheet.stages) if i in stage.excluded), None)
        elected = next((s for s, stage in enumerate(sheet.stages) if i in stage.elected), None)
        kept = tuple(
            None if out is not None and s > out and not stage.votes[i] else votes(stage.votes[i])
            for s, stage in enumerate(sheet.stages)
        )
        runners.append(Runner(name=name, fill=fills.get(name, FALLBACK_COLOUR), votes=kept, elected=elected, out=out))
    return Transfers(
        runners=tuple(runners),
        rest=tuple(votes(stage.exhausted + stage.lost) for stage in sheet.stages),
        quota=None if sheet.quota is None else votes(sheet.quota),
        places=len(str(sheet.scale)) - 1,
    )


def of_record(edition: Edition, contest: Contest) -> Transfers | None:
    """Return the transfers between the stages that are in the record, over the same areas; None with fewer than two."""
    standing = edition.standing(contest)
    found = [edition.stage(contest, s) for s in range(1, standing.stage + 1)]
    if len(found) < 2 or len({s.cover for s in found}) > 1 or standing.unknown:
        return None
    votes = [{c.id: c.votes for c in s.candidates} for s in found]
    known = [all(v is not None for v in stage.values()) for stage in votes[:1]]
    if not all(known):
        return None
    whole = sum((Fraction(v) for v in votes[0].values() if v is not None), Fraction(0))
    runners = []
    for candidate in contest.candidates:
        own = tuple(None if (v := stage.get(candidate.id)) is None else Fraction(v) for stage in votes)
        out = next((s - 1 for s in range(1, len(own)) if own[s] is None), None)
        elected = len(own) - 1 if candidate.id in standing.elected else None
        runners.append(
            Runner(
                name=candidate.name, fill=colour(edition.election, candidate.party), votes=own, elected=elected, out=out
            )
        )
    rest = tuple(whole - sum((r.votes[s] or Fraction(0) for r in runners), Fraction(0)) for s in range(len(found)))
    return Transfers(runners=tuple(runners), rest=rest, quota=None, places=0)


def of_contest(hub: Hub, edition: Edition, contest: Contest) -> Transfers | None:
    """Return a contest's transfers at an edition: its stage table once it is final, else the stages in the record."""
    sheet = hub.sheets.get(contest.id)
    if sheet is not None:
        final = edition.standing(contest).status == "final"
        return of_declared(sheet, edition.election, contest) if final else None
    return of_record(edition, contest) if edition.standing(contest).stage > 1 else None


def _value(printed: Printed | None) -> Fraction | None:
    return None if printed is None else printed.value


def _fold(name: str) -> str:
    return " ".join(sorted(name.casefold().replace(",", " ").split()))


def _rest(valid: Fraction | None, votes: Sequence[Fraction | None]) -> Fraction | None:
    return None if valid is None else valid - sum((v for v in votes if v is not None), Fraction(0))


def transfers_view(transfers: Transfers, name: str, id: str = "transfers") -> TransfersView:
    """Return the picture, the table and the sentences of a count."""
    ranked = _told_apart(sorted(transfers.runners, key=_rank))
    said = tuple(_sentence(transfers, ranked, s) for s in range(1, transfers.stages))
    title = f"{name}: transfers in {transfers.stages} stages. {' '.join(said[:6])}{' …' if len(said) > 6 else ''}"
    unknown = any(value is None for value in transfers.rest)
    few = transfers.stages <= MOST_STAGES and not unknown
    rows = [(r.name, _outcome(r), tuple(_cells(r, transfers.places))) for r in ranked]
    if not unknown and any(transfers.rest):
        rest = Runner(name="With no candidate", fill="", votes=transfers.rest, elected=None, out=None)
        rows.append((rest.name, "", tuple(_cells(rest, transfers.places))))
    return TransfersView(
        picture=sankey(_bands(transfers, ranked), title=title, id=f"{id}-picture") if few else None,
        heads=tuple(str(s + 1) for s in range(transfers.stages)),
        rows=tuple(rows),
        quota="" if transfers.quota is None else _text(transfers.quota, 0 if transfers.quota.denominator == 1 else 2),
        said=said,
    )


def _told_apart(ranked: Sequence[Runner]) -> list[Runner]:
    """Return the candidates with colours of their own where they have none, or all the same."""
    if len({r.fill for r in ranked}) > 1 or len(ranked) < 2:
        return list(ranked)
    return [replace(r, fill=PLAIN[i % len(PLAIN)]) for i, r in enumerate(ranked)]


def _rank(runner: Runner) -> tuple[bool, int, Fraction]:
    """Order: the elected as they were elected, then the others by how long they stayed."""
    lasted = len(runner.votes) if runner.out is None else runner.out
    first = runner.elected if runner.elected is not None else -lasted
    last = next((v for v in reversed(runner.votes) if v is not None), Fraction(0))
    return (runner.elected is None, first, -last)


def _outcome(runner: Runner) -> str:
    if runner.elected is not None:
        return f"elected, stage {runner.elected + 1}"
    return "" if runner.out is None else f"out after stage {runner.out + 1}"


def _cells(runner: Runner, places: int) -> list[tuple[str, str]]:
    cells, before = [], None
    for s, votes in enumerate(runner.votes):
        change = (
            ""
            if not s or votes is None or before is None or votes == before
            else _text(votes - before, places, sign=True)
        )
        cells.append(("–" if votes is None else _text(votes, places), change))
        before = votes
    return cells


def _text(value: Fraction, places: int, *, sign: bool = False) -> str:
    whole, point, rest = decimal_text(abs(value), places).partition(".")
    said = f"{int(whole):,}{point}{rest}"
    return (("−" if value < 0 else "+" if sign else "") + said) if value else said


def _bands(transfers: Transfers, ranked: Sequence[Runner]) -> list[Band]:
    bands = []
    for runner in ranked:
        marks = {s: what for s, what in ((runner.elected, "elected"), (runner.out, "out")) if s is not None}
        last = next((v for v in reversed(runner.votes) if v is not None), None)
        first = runner.votes[0]
        short = runner.name.split()[-1] if runner.name.split() else runner.name
        bands.append(
            Band(
                name=runner.name,
                fill=runner.fill,
                votes=tuple(float(v or 0) for v in runner.votes),
                first=f"{_shortened(runner.name)} {'' if first is None else _text(first, 0)}".strip(),
                last=f"{short[:12]} {'' if last is None else _text(last, 0)}{'' if runner.elected is None else ' ✓'}",
                marks=marks,
            )
        )
    if any(transfers.rest):
        rest = tuple(max(0.0, float(v or 0)) for v in transfers.rest)
        bands.append(Band(name="", fill="var(--open, #bbb)", votes=rest, first="", last="no candidate", marks={}))
    return bands


def _shortened(name: str) -> str:
    return name if len(name) <= 17 else f"{name[:16]}…"


def _sentence(transfers: Transfers, ranked: Sequence[Runner], stage: int) -> str:
    """Return what moved at a stage: from whom, and to whom the most."""
    before = {r.name: r.votes[stage - 1] or Fraction(0) for r in ranked}
    moved = {r.name: (r.votes[stage] or Fraction(0)) - before[r.name] for r in ranked}
    givers = [f"{name} ({_text(-more, 0)})" for name, more in moved.items() if more < 0]
    takers = sorted(((more, name) for name, more in moved.items() if more > 0), key=lambda t: (-t[0], t[1]))
    rest_now, rest_before = transfers.rest[stage], transfers.rest[stage - 1]
    to = [f"{name} +{_text(more, 0)}" for more, name in takers[:4]]
    if rest_now is not None and rest_before is not None and rest_now > rest_before:
        to.append(f"no candidate +{_text(rest_now - rest_before, 0)}")
    if not givers:
        return f"Stage {stage + 1}: no votes moved."
    return f"Stage {stage + 1}: from {', '.join(givers)} to {', '.join(to) or 'nobody'}."
