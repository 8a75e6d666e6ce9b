"""Standings, boards and editions as plain values with the keys of the command line's contract, and as bytes.

Exact figures become decimal numbers here, rounded once (`tellers.terms.decimal_text`), four places unless said. The
board's values are in `plain_board`.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from tellers.edition.edition import Edition
from tellers.edition.plain_board import board_plain
from tellers.edition.plain_board import number as number
from tellers.edition.plain_corrections import corrections_plain, single_keyed_plain
from tellers.outlook.decided import decided
from tellers.outlook.needed import Needed, needed
from tellers.record.election import Contest
from tellers.record.record import EMPTY_AREA, Doubt
from tellers.tally.standing import Standing
from tellers.tally.sums import electorate_of, papers_of
from tellers.tally.swing import ContestChange, contest_change
from tellers.terms import BasisId

_encoder = msgspec.json.Encoder(decimal_format="number", order="deterministic")


def to_json(value: object) -> bytes:
    """Return the JSON of a plain value: the same bytes on any machine."""
    return _encoder.encode(value)


def standing_plain(
    edition: Edition, contest: Contest, standing: Standing, basis: BasisId | None = None
) -> dict[str, Any]:
    """Return a standing with the keys of `standing --json`.

    Args:
        basis: The one basis to show changes on; None for all.
    """
    return {
        **({"test": True} if edition.election.test else {}),
        "contest": contest.id,
        "name": contest.name,
        "rule": contest.rule,
        "seats": contest.seats,
        "after": standing.after,
        "announced_at": standing.announced_at,
        "stage": standing.stage,
        "status": standing.status,
        "areas": {
            "total": standing.areas_total,
            "declared": standing.declared,
            "outstanding": list(standing.outstanding(contest)),
            "in_figures": standing.cover,
            "not_in_figures": list(standing.missing(contest)),
            "figures_unknown": list(standing.unknown),
            "partly_counted": list(standing.partly),
            "recounts": list(standing.recounts),
        },
        "outstanding": outstanding_plain(edition, contest, standing),
        "candidates": [
            {
                "id": c.id,
                "name": c.name,
                "party": c.party,
                "votes": c.votes,
                "share_percent": number(c.share),
                "elected": c.elected,
                "seats": c.seats,
            }
            for c in standing.candidates
        ],
        "leader": standing.leader,
        "lead_votes": standing.lead,
        "lead_points": number(standing.lead_points),
        "lead_points_of": standing.points_of,
        "majority_votes": standing.majority,
        "majority_percent": _majority_percent(standing),
        "valid_votes": standing.valid_votes,
        "rejected_ballots": standing.rejected,
        "ballot_papers": standing.papers,
        "electorate": standing.electorate,
        "turnout_percent": number(standing.turnout),
        "elected": list(standing.elected),
        "tie": list(standing.tie),
        "provisional": standing.provisional,
        "changes": changes_plain(edition, contest, standing, basis),
        "seat_changes": seat_changes_plain(edition, contest, basis),
        "derived": [
            {"areas": list(d.areas), "candidate": d.candidate, "votes": d.votes, "from": list(d.sources)}
            for d in standing.derived
        ],
        "doubts": [doubt_plain(d) for d in standing.doubts],
        "corrections": corrections_plain(edition, contest.id),
        "single_keyed": single_keyed_plain(edition, contest),
    }


def _majority_percent(standing: Standing) -> Decimal | None:
    if standing.majority is None or not standing.valid_votes:
        return None
    return number(Fraction(100 * standing.majority, standing.valid_votes))


def outstanding_plain(edition: Edition, contest: Contest, standing: Standing) -> list[dict[str, Any]]:
    """Return what is known of each area that the votes do not speak for."""
    held = edition.record.contest(contest.id)
    rows = []
    for id in standing.missing(contest):
        area = held.areas.get(id, EMPTY_AREA)
        rows.append(
            {
                "id": id,
                "name": edition.election.area_by_id[id].name,
                "electorate": electorate_of(edition.election, id, area),
                "verified_ballots": papers_of(area, None),
                "state": None if area.state is None else area.state.state,
            }
        )
    return rows


def changes_plain(
    edition: Edition, contest: Contest, standing: Standing, only: BasisId | None = None
) -> dict[str, Any]:
    """Return the changes against every basis that has something to say, by basis."""
    changes: dict[str, Any] = {}
    for basis in edition.election.bases:
        if only not in (None, basis.id):
            continue
        change = contest_change(edition.election, contest, standing, basis.id)
        if change is not None:
            changes[basis.id] = change_plain(change, basis.name)
    return changes


def seat_changes_plain(edition: Edition, contest: Contest, only: BasisId | None = None) -> dict[str, Any]:
    """Return seats gained and lost by party on each basis that knows who held them, once final; empty for a hold."""
    share = edition.board_sums.shares.get(contest.id)
    if share is None:
        return {}
    return {basis: share.gained(basis) for basis in share.before_seats if only in (None, basis)}


def change_plain(change: ContestChange, name: str) -> dict[str, Any]:
    """Return one contest's change against one basis."""
    return {
        "basis": name,
        "stage": change.stage,
        "parties": [
            {
                "party": row.party,
                "share_percent": number(row.share),
                "before_percent": number(row.before),
                "change_points": number(row.change),
            }
            for row in change.parties
        ],
        "swing": None
        if change.butler is None
        else {
            "from": change.swing_from,
            "to": change.swing_to,
            "butler_points": number(change.butler),
            "steed_points": number(change.steed),
        },
    }


def doubt_plain(doubt: Doubt) -> dict[str, Any]:
    """Return a doubt with the keys of `doubts --json`."""
    return {
        "event": doubt.event,
        "contest": doubt.contest,
        "area": doubt.area,
        "candidate": doubt.candidate,
        "kind": doubt.kind,
        "evidence": doubt.evidence,
        "held": doubt.held,
    }


def outlook_plain(edition: Edition, contest: Contest, standing: Standing) -> dict[str, Any]:
    """Return the certain part of an outlook with the keys of `outlook --json`: decided, winner and needed."""
    held = edition.record.contest(contest.id)
    decision = decided(edition.election, contest, held, standing)
    return {
        "decided": decision.decided,
        "winner": (decision.winners[0] if contest.seats == 1 else list(decision.winners)) if decision.winners else None,
        "why": decision.why,
        "needed": [needed_plain(row) for row in needed(edition.election, contest, held, standing)],
    }


def needed_plain(row: Needed) -> dict[str, Any]:
    """Return what one candidate needs; the last time is of first preferences where they are known."""
    last = row.last_time[0] if row.last_time else None
    return {
        "candidate": row.candidate,
        "over": row.over,
        "areas": list(row.areas),
        "votes": row.votes,
        "papers": row.papers,
        "papers_are": "electorate" if row.bound else "verified",
        "possible": row.possible,
        "points_min": number(row.points_min),
        "points_max": number(row.points_max),
        "two_party_percent": number(row.two_party_percent),
        "others_percent_assumed": number(row.others_percent),
        "rejected_percent_assumed": number(row.rejected_percent),
        "last_time_points": None if last is None else number(last.points),
        "basis": None if last is None else last.basis,
        "last_time": [{"basis": r.basis, "stage": r.stage, "points": number(r.points)} for r in row.last_time],
        "formula": row.formula,
    }


def edition_plain(edition: Edition) -> dict[str, Any]:
    """Return an edition as a short list of hashes: the board's, and each contest's that anything is known of."""
    contests = {id: _standing_digest(edition, standing) for id, standing in edition.standings.items()}
    return {
        "night": edition.election.id,
        "number": edition.number,
        "announced_at": edition.announced_at,
        "event": None if edition.change is None else edition.change.event.id,
        "board": digest(to_json(board_plain(edition))),
        "contests": dict(sorted(contests.items())),
    }


def _standing_digest(edition: Edition, standing: Standing) -> str:
    key = (standing.contest, standing.after)
    if key not in edition.digests:
        contest = edition.election.contest_by_id[standing.contest]
        edition.digests[key] = digest(to_json(standing_plain(edition, contest, standing)))
    return edition.digests[key]


def edition_bytes(edition: Edition) -> bytes:
    """Return an edition's bytes: the same on any machine for the same log."""
    return to_json(edition_plain(edition))


def digest(content: bytes) -> str:
    """Return the name of a content: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:32]
