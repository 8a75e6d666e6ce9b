"""The board as plain values with the keys of `board --json`: the contract's, and the lists beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tellers.edition.edition import Edition
from tellers.edition.plain_corrections import corrections_plain
from tellers.record.election import Basis
from tellers.tally.bases import by_contest
from tellers.tally.board import BodyRow, Compared, PartyRow, party_rows
from tellers.tally.counterfactual import Counterfactual
from tellers.tally.gains import control_rows, gains
from tellers.tally.national_equivalent import (
    CONTESTED,
    MATCHED,
    PROJECTED,
    ContestedShare,
    best_before,
    best_votes,
    contested_share,
    matched_change,
    projected,
)
from tellers.tally.records import history_records
from tellers.terms import BasisId, ContestId, PartyId, decimal_text

PLACES = 4
EXPECTED = 20


def number(value: Fraction | None, places: int = PLACES) -> Decimal | None:
    """Return an exact figure as a decimal of so many places, None for None."""
    return None if value is None else Decimal(decimal_text(value, places))


def board_plain(edition: Edition, basis: BasisId | None = None) -> dict[str, Any]:
    """Return the night with the keys of the contract.

    Args:
        basis: The one basis to show changes on; None for all.
    """
    board = edition.board
    return {
        **({"test": True} if edition.election.test else {}),
        "after": edition.number,
        "announced_at": edition.announced_at,
        "declared": board.declared,
        "total": board.total,
        "bases": {item.id: item.name for item in _bases(edition, basis)},
        "compared": {id: compared_plain(item) for id, item in board.compared.items() if basis in (None, id)},
        "parties": [party_plain(row, basis) for row in board.parties],
        "bodies": [body_plain(row, basis) for row in board.bodies],
        "corrections": board_corrections(edition),
    }


def board_corrections(edition: Edition) -> list[dict[str, Any]]:
    """Return, for each correction that moved a figure of the whole night or of a body, those figures alone."""
    found = []
    for made in corrections_plain(edition):
        moved = [row for row in made["moved"] if row["party"] is not None or row["what"] == "control"]
        if moved:
            found.append(made | {"moved": moved})
    return found


def _bases(edition: Edition, basis: BasisId | None) -> Iterable[Basis]:
    return (item for item in edition.election.bases if basis in (None, item.id))


def compared_plain(item: Compared) -> dict[str, Any]:
    """Return what the changes on a basis are made over."""
    return {
        "contests": item.contests,
        "of_contests": item.contests_total,
        "seats": item.seats,
        "of_seats": item.seats_total,
        "bodies": item.bodies,
        "votes_contests": item.votes_contests,
    }


def _on(row: Mapping[BasisId, Any], basis: BasisId | None) -> dict[BasisId, Any]:
    return dict(row) if basis is None else {id: value for id, value in row.items() if id == basis}


def party_plain(row: PartyRow, basis: BasisId | None = None) -> dict[str, Any]:
    """Return one party's night."""
    return {
        "party": row.party,
        "seats": row.seats,
        "change": _on(row.change, basis),
        "gains": _on(row.gains, basis),
        "losses": _on(row.losses, basis),
        "votes": row.votes,
        "share_percent": number(row.share),
        "change_points": {id: number(points) for id, points in _on(row.change_points, basis).items()},
    }


def body_plain(row: BodyRow, basis: BasisId | None = None) -> dict[str, Any]:
    """Return one body's night."""
    return {
        "id": row.id,
        "name": row.name,
        "declared": row.declared,
        "total": row.total,
        "seats": _by_number(row.seats),
        "seats_won": _by_number(row.won),
        "seats_no_party": row.no_party,
        "size": row.size,
        "needed": row.needed,
        "not_up": row.not_up,
        "not_up_unknown": row.not_up_unknown,
        "outstanding": row.outstanding,
        "vacant": row.vacant,
        "countermanded": list(row.countermanded),
        "complete": row.complete,
        "control": row.control,
        "control_why": row.why,
        "exactly_half": list(row.half),
        "majority": row.majority,
        "majority_voting": row.majority_voting,
        "control_before": _on(row.control_before, basis),
        "control_change": {
            id: {"kind": item.kind, "before": item.before, "now": item.now}
            for id, item in _on(row.control_change, basis).items()
        },
        "change": {id: dict(change) for id, change in _on(row.change, basis).items()},
        "compared": {id: {"contests": c, "seats": s} for id, (c, s) in _on(row.compared, basis).items()},
    }


def _by_number(seats: Mapping[Any, int]) -> dict[str, int]:
    return dict(sorted(seats.items(), key=lambda item: (-item[1], item[0])))


def board_lists(edition: Edition, basis: BasisId | None = None) -> dict[str, Any]:
    """Return the lists of the night, each made only when asked for: newest, closest, gains, swings and the rest."""
    election, sums = edition.election, edition.board_sums
    ranked = {name: [id for _, id in ranking] for name, ranking in sums.rankings.items()}
    asked = [item.id for item in _bases(edition, basis)]
    return {
        "votes_are": "marks" if any(c.marks > 1 for c in election.contests) else "votes",
        "seats_total": sums.night.places,
        "seats_declared": sums.night.filled,
        "seats_no_party": sums.night.no_party,
        "latest": [_latest(edition, id, basis) for id in ranked.get("latest", ())],
        "gains": [row for id in asked for row in gains_plain(edition, id)],
        "closest": [_close(edition, id) for id in ranked.get("closest", ())],
        "swings": {id: [_swing(edition, c, id) for c in ranked.get(f"swing:{id}", ())] for id in asked},
        "turnout": {
            "highest": [_turnout(edition, id) for id in ranked.get("turnout_high", ())],
            "lowest": [_turnout(edition, id) for id in ranked.get("turnout_low", ())],
        },
        "expected": expected_plain(edition),
        "control": control_plain(edition, basis),
        "regions": regions_plain(edition, basis),
        "records": records_plain(edition),
        "ward_measures": ward_measures_plain(edition, basis),
    }


def _head(edition: Edition, id: ContestId) -> dict[str, Any]:
    contest, standing = edition.election.contest_by_id[id], edition.standing(edition.election.contest_by_id[id])
    return {
        "contest": id,
        "name": contest.name,
        "elected": [{"id": c, "party": contest.candidate(c).party} for c in standing.elected],
    }


def _latest(edition: Edition, id: ContestId, basis: BasisId | None) -> dict[str, Any]:
    share = edition.board_sums.shares[id]
    changed = {b.id: share.gained(b.id) for b in _bases(edition, basis) if b.id in share.before_seats}
    return _head(edition, id) | {"event": share.seq, "announced_at": share.at, "how": share.how, "change": changed}


def _close(edition: Edition, id: ContestId) -> dict[str, Any]:
    share = edition.board_sums.shares[id]
    return _head(edition, id) | {
        "majority_votes": share.majority,
        "majority_percent": number(share.majority_points),
        "drawn_by_lot": share.lot,
    }


def _swing(edition: Edition, id: ContestId, basis: BasisId) -> dict[str, Any]:
    swing = edition.board_sums.shares[id].swings[basis]
    return _head(edition, id) | {
        "basis": basis,
        "from": swing.away,
        "to": swing.to,
        "butler_points": number(swing.points),
    }


def _turnout(edition: Edition, id: ContestId) -> dict[str, Any]:
    return _head(edition, id) | {"turnout_percent": number(edition.board_sums.shares[id].turnout)}


def gains_plain(edition: Edition, basis: BasisId) -> list[dict[str, Any]]:
    """Return the contests in which seats changed hands on a basis, newest first."""
    return [
        _head(edition, gain.contest)
        | {"basis": basis, "to": list(gain.to), "from": list(gain.away), "seats": dict(gain.seats)}
        for gain in gains(edition.board_sums.shares, basis)
    ]


def expected_plain(edition: Edition) -> dict[str, Any]:
    """Return what is to come: the next expected, how many have no time, and the polls put off."""
    sums, election = edition.board_sums, edition.election
    timed = {id for _, id in sums.plan.expected}
    open_ = [(at, id) for at, id in sums.plan.expected if id not in sums.shares and id not in sums.countermanded]
    rest = election.contests if len(sums.shares) < len(election.contests) else ()
    return {
        "next": [
            {"contest": id, "name": election.contest_by_id[id].name, "expected_at": at} for at, id in open_[:EXPECTED]
        ],
        "with_time": len(open_),
        "without_time": sum(
            1 for c in rest if c.id not in timed and c.id not in sums.shares and c.id not in sums.countermanded
        ),
        "countermanded": [
            {"contest": id, "name": election.contest_by_id[id].name} for id in sorted(sums.countermanded)
        ],
    }


def control_plain(edition: Edition, basis: BasisId | None = None) -> dict[str, Any]:
    """Return how many bodies each party controls, gained and lost on each basis, and how many are not settled."""
    rows, compared = control_rows(edition.election, edition.board.bodies)
    return {
        "rows": [
            {
                "control": row.control,
                "bodies": row.bodies,
                "gained": _on(row.gained, basis),
                "lost": _on(row.lost, basis),
            }
            for row in rows
        ],
        "compared": _on(compared, basis),
        "unsettled": sum(body.control is None for body in edition.board.bodies),
    }


def regions_plain(edition: Edition, basis: BasisId | None = None) -> list[dict[str, Any]]:
    """Return each region's night, in order of name."""
    return [
        {
            "region": name,
            "declared": totals.declared,
            "total": totals.contests,
            "votes": sum(totals.votes.values()) if totals.votes else None,
            "parties": [party_plain(row, basis) for row in party_rows(edition.election, totals)],
        }
        for name, totals in sorted(edition.board_sums.regions.items())
    ]


def records_plain(edition: Edition) -> list[dict[str, Any]]:
    """Return the records against the earlier polls that the pack has, where it has two or more."""
    return [
        _head(edition, record.contest)
        | {
            "kind": record.kind,
            "party": record.party,
            "value": number(record.value),
            "before": {id: number(value) for id, value in record.before.items()},
        }
        for record in history_records(edition.election, edition.board_sums.shares)
    ]


def ward_measures_plain(edition: Edition, basis: BasisId | None = None) -> dict[str, Any] | None:
    """Return our measures from wards, on a night of several bodies; None elsewhere, or where no three parties lead."""
    election, sums = edition.election, edition.board_sums
    principal = sums.plan.principal
    if len(election.bodies) < 2 or not principal:
        return None
    before, changes = {}, {}
    for item in _bases(edition, basis):
        if by_contest(item):
            before[item.id] = _contested(contested_share(best_before(item).values(), principal))
            change = matched_change(election, sums.shares, item.id, principal)
            if change is not None:
                changes[item.id] = {
                    "wards": change.wards,
                    "now_percent": {p: number(v) for p, v in change.now.items()},
                    "before_percent": {p: number(v) for p, v in change.before.items()},
                    "change_points": {p: number(v) for p, v in change.change.items()},
                }
    return {
        "note": "Our own measures, of wards alone: not the projected national share, nor the national equivalent vote.",
        "principal": list(principal),
        "contested_ward_share": {"name": CONTESTED}
        | _contested(contested_share(best_votes(sums.shares).values(), principal)),
        "contested_ward_share_before": before,
        "matched_ward_change": {"name": MATCHED, "bases": changes},
    }


def _contested(share: ContestedShare) -> dict[str, Any]:
    shares = {p: v for p, v in share.shares.items() if p in share.principal or v >= 1}
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return {
        "wards": share.wards,
        "of_wards": share.of,
        "votes": share.votes,
        "shares_percent": {party: number(value) for party, value in ordered},
    }


def counterfactual_plain(item: Counterfactual) -> dict[str, Any]:
    """Return what the votes would have given otherwise; its first key says that it is no result."""
    return {
        "not_a_result": True,
        "label": item.label,
        "assumptions": list(item.assumptions),
        "seats": dict(item.seats),
        "seats_declared": dict(item.declared),
        "difference": {
            p: item.seats.get(p, 0) - item.declared.get(p, 0)
            for p in {**item.seats, **item.declared}
            if item.seats.get(p, 0) != item.declared.get(p, 0)
        },
        "counted": item.counted,
        "final": item.final,
        "left_out": list(item.left_out),
        "undecided_seats": item.undecided,
        "changed": [
            {"contest": o.contest, "declared": dict(o.declared), "instead": dict(o.instead)} for o in item.changed
        ],
    }


def projection_plain(
    edition: Edition, start: Mapping[PartyId, Fraction], basis: BasisId | None = None
) -> list[dict[str, Any]]:
    """Return a national share that the caller states, moved by the matched wards' change on each basis of wards."""
    election, sums = edition.election, edition.board_sums
    rows = []
    for item in _bases(edition, basis):
        change = matched_change(election, sums.shares, item.id, sums.plan.principal) if by_contest(item) else None
        if change is not None:
            moved = projected(start, change)
            rows.append(
                {
                    "name": PROJECTED,
                    "basis": item.id,
                    "wards": change.wards,
                    "stated_percent": {p: number(v) for p, v in start.items()},
                    "shares_percent": {p: number(v) for p, v in moved.items()},
                }
            )
    return rows
