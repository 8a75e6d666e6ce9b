"""What an embed says, in any language, of the same edition as its page; in English in the page's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from tellers.edition import Edition
from tellers.record import Contest, Election
from tellers.tally import Standing
from tellers.tally.board import BodyRow
from tellers.terms import PartyId, decimal_text
from tellers.web.embeds.things import SHOWN
from tellers.web.site.contest_rows import candidate_rows
from tellers.web.site.night_view import night_view
from tellers.web.site.words import clock, colour, colour_due, party_name, points, signed

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A candidate's or a party's line; `width` is the bar's, 0 to 100, None where there is no share to draw."""

    name: str
    more: str
    colour: str
    figures: tuple[str, ...]
    width: str | None
    elected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board: what is told first, and the lines under it.

    Args:
        over: The contest's or body's name, "" for the night's own.
        heads: What stands over the figures; the first is over the names.
        left: How many lines more the full page has.
        notes: Sentences under the table, each already whole.
    """

    over: str
    headline: str
    detail: str
    final: bool
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    left: int
    notes: tuple[str, ...]


def edition_said(words: Words, number: int, moment: datetime | None, election: Election) -> str:
    """Return which edition this is, and its time on the election's own clock."""
    time = clock(moment, election)
    return words["embed.edition_time" if time else "embed.edition"].format(number=number, time=time)


def contest_board(words: Words, edition: Edition, contest: Contest) -> Board:
    """Return a contest's board."""
    election, standing = edition.election, edition.standing(contest)
    coloured = colour_due(election, contest, edition.record.contest(contest.id), standing)
    made = candidate_rows(election, contest, standing, coloured=coloured)
    rows = tuple(
        Row(
            name=row.name,
            more=row.party if row.party != row.name else "",
            colour=row.colour,
            figures=(words["embed.eliminated"] if row.eliminated else _votes(words, standing, i), row.share),
            width=None if row.eliminated else row.width,
            elected=row.elected,
        )
        for i, row in enumerate(made[:SHOWN])
    )
    notes = []
    if standing.turnout is not None:
        notes.append(words["embed.turnout"].format(percent=points(standing.turnout, 1)))
    if not coloured and standing.status != "awaiting":
        notes.append(words["embed.held_back"])
    return Board(
        over="" if len(election.contests) == 1 and contest.name == election.name else contest.name,
        headline=contest_headline(words, contest, standing),
        detail=contest_detail(words, election, contest, standing),
        final=standing.status == "final",
        heads=(words["embed.candidate"], words["embed.votes"], words["embed.share"]),
        rows=rows,
        left=len(made) - len(rows),
        notes=tuple(notes),
    )


def _votes(words: Words, standing: Standing, index: int) -> str:
    votes = standing.candidates[index].votes
    return words["embed.unknown"] if votes is None else f"{votes:,}"


def contest_headline(words: Words, contest: Contest, standing: Standing) -> str:
    """Return the one line that says how a contest stands."""
    if standing.status == "final":
        names = words["and"].join(contest.candidate(c).name for c in standing.elected)
        return words["embed.elected_headline"].format(names=names)
    if standing.status == "tied":
        return words["embed.tied"]
    if standing.leader is None or standing.lead is None:
        return words["embed.none" if not standing.declared else "embed.no_lead"]
    name = contest.candidate(standing.leader).name
    return words["embed.ahead_known" if standing.unknown else "embed.leads"].format(
        name=name, lead=f"{standing.lead:,}"
    )


def contest_detail(words: Words, election: Election, contest: Contest, standing: Standing) -> str:
    """Return the line under the headline: by how much, of what, and what is still to come."""
    said = []
    if standing.status == "final" and standing.majority is not None:
        told = standing.points_of == "valid_votes" and contest.seats == 1
        key = "embed.majority_points" if told else "embed.majority"
        said.append(words[key].format(votes=f"{standing.majority:,}", percent=points(standing.lead_points)))
    elif standing.lead is not None and standing.lead_points is not None and standing.points_of is not None:
        said.append(
            words["embed.points"].format(
                percent=points(standing.lead_points),
                of=words[f"of.{standing.points_of}"],
                cover=standing.cover,
                total=standing.areas_total,
            )
        )
    if standing.unknown:
        said.append(words["embed.areas"].format(declared=standing.declared, total=standing.areas_total))
    missing = standing.outstanding(contest) if standing.unknown else standing.missing(contest)
    if len(contest.areas) > 1 and missing and standing.status != "awaiting":
        key = "embed.to_come_one" if len(missing) == 1 else "embed.to_come_many"
        said.append(words[key].format(area=election.area_by_id[missing[0]].name, number=len(missing)))
    if standing.recounts:
        names = words["comma"].join(election.area_by_id[a].name for a in standing.recounts)
        said.append(words["embed.recount"].format(areas=names))
    if standing.provisional:
        said.append(words["embed.provisional"])
    return " ".join(said)


def night_board(words: Words, edition: Edition) -> Board:
    """Return the board of a night of several contests."""
    view, board = night_view(edition, None), edition.board
    net = (words["embed.net"],) if view.bases else ()
    rows = tuple(
        Row(
            name=row.name,
            more="",
            colour=row.colour,
            figures=(f"{row.seats:,}", *row.changes[:1], row.share),
            width=decimal_text(row_width(row.seats, max((p.seats for p in board.parties), default=0)), 1),
        )
        for row in view.parties[:SHOWN]
    )
    return Board(
        over="",
        headline=night_headline(words, edition),
        detail=words["embed.declared"].format(declared=f"{board.declared:,}", total=f"{board.total:,}"),
        final=board.declared == board.total,
        heads=(words["embed.party"], words["embed.seats"], *net, words["embed.share"]),
        rows=rows,
        left=max(0, len(view.parties) - len(rows)),
        notes=(words["embed.net_against"].format(basis=view.bases[0][1]),) if view.bases else (),
    )


def night_headline(words: Words, edition: Edition) -> str:
    """Return the one line that says how a night stands."""
    board, election = edition.board, edition.election
    if len(board.bodies) == 1:
        body = board.bodies[0]
        if body.control == "noc":
            return words["embed.no_majority"].format(body=body.name) if board.declared else body.name
        if body.control is not None:
            return words["embed.wins_majority"].format(
                party=party_name(election, PartyId(body.control)), body=body.name
            )
    if not board.declared:
        return words["embed.none"]
    if not board.parties:  # Nobody who stands is of a party.
        return words["embed.declared"].format(declared=f"{board.declared:,}", total=f"{board.total:,}")
    first = board.parties[0]
    seats = words["embed.seats_1" if first.seats == 1 else "embed.seats_many"].format(n=f"{first.seats:,}")
    return words["embed.party_ahead"].format(party=party_name(election, first.party), seats=seats)


def body_board(words: Words, edition: Edition, row: BodyRow) -> Board:
    """Return a body's board; its change is against the first basis that has one."""
    election = edition.election
    basis = next((b for b in election.bases if b.id in row.change), None)
    change = {} if basis is None else row.change[basis.id]
    ranked = sorted(row.seats.items(), key=lambda item: (-item[1], item[0]))
    parties = [*ranked, *((p, 0) for p in change if p not in row.seats)]
    most = max(row.seats.values(), default=0)
    rows = tuple(
        Row(
            name=party_name(election, party),
            more="",
            colour=colour(election, party),
            figures=(f"{seats:,}", *((signed(change.get(party, 0)),) if basis is not None else ())),
            width=decimal_text(row_width(seats, most), 1),
        )
        for party, seats in parties[:SHOWN]
    )
    said = words["embed.declared"].format(declared=f"{row.declared:,}", total=f"{row.total:,}")
    if row.control is None:
        headline, detail = said, ""
    else:
        key = "embed.control_none" if row.control == "noc" else "embed.control"
        party = "" if row.control == "noc" else party_name(election, PartyId(row.control))
        headline, detail = words[key].format(party=party), said
    return Board(
        over=row.name,
        headline=headline,
        detail=detail,
        final=row.control is not None and row.declared == row.total,
        heads=(words["embed.party"], words["embed.seats"], *((words["embed.net"],) if basis is not None else ())),
        rows=rows,
        left=len(parties) - len(rows),
        notes=() if basis is None else (words["embed.net_against"].format(basis=basis.name),),
    )


def row_width(seats: int, most: int) -> Fraction:
    """Return a bar's width, 0 to 100, as a part of the longest."""
    return Fraction(100 * seats, most) if most else Fraction(0)
