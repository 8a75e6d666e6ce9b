"""Assumptions given on the command line: `ruk:con=60` and `con=36,lab=29`, checked against the night's parties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from tellers.errors import LookupProblem, Problem
from tellers.record import Contest, Election
from tellers.tally.counterfactual import Move
from tellers.terms import PartyId

_PAIR = re.compile(r"([^:=\s]+):([^:=\s]+)=(\d+(?:\.\d+)?)%?")
_SHARE = re.compile(r"([^:=\s]+)=(\d+(?:\.\d+)?)%?")


def parse_seconds(given: Iterable[str], election: Election) -> dict[PartyId, dict[PartyId, Fraction]]:
    """Return second preferences by party, as parts of 1.

    Raises:
        LookupProblem: One is not so written, names no party of the night, or a party's add up to more than 100.
    """
    seconds: dict[PartyId, dict[PartyId, Fraction]] = {}
    parties = {str(party.id) for party in election.parties}
    for text in given:
        away, to, part = _pair(text, "--second", "ruk:con=60", parties, election)
        seconds.setdefault(PartyId(away), {})[PartyId(to)] = part
    for party, row in seconds.items():
        _at_most_all(sum(row.values(), Fraction(0)), f"second votes of {party}", "--second", election)
    return seconds


def parse_moves(given: Iterable[str], election: Election, contest: Contest | None) -> tuple[Move, ...]:
    """Return the moves of votes asked for; in one contest they may name its candidates.

    Raises:
        LookupProblem: There is none, one is not so written or names nobody, or more than all votes of one would move.
    """
    names = {str(party.id) for party in election.parties}
    if contest is not None:
        names = {str(c.id) for c in contest.candidates} | {str(c.party) for c in contest.candidates if c.party}
    moves = []
    whole: dict[str, Fraction] = {}
    for text in given:
        away, to, part = _pair(text, "--move", "ruk:con=30", names, election)
        moves.append(Move(away=away, to=to, part=part))
        whole[away] = whole.get(away, Fraction(0)) + part
    if not moves:
        raise _wrong(election, "--what-if votes-moved alone", "whose votes move: --move FROM:TO=PERCENT", "Add --move.")
    for away, part in whole.items():
        _at_most_all(part, f"votes of {away}", "--move", election)
    return tuple(moves)


def parse_shares(text: str, election: Election) -> dict[PartyId, Fraction]:
    """Return national shares in percent, as stated by whoever asks.

    Raises:
        LookupProblem: They are not so written, name no party of the night, or add up to more than 100.
    """
    parties = {str(party.id) for party in election.parties}
    shares: dict[PartyId, Fraction] = {}
    for part in text.split(","):
        match = _SHARE.fullmatch(part.strip())
        if match is None or match[1] not in parties:
            remedy = 'Write, for instance, "con=36,lab=29,ld=17".'
            raise _wrong(election, f'"{part}" in --national-then', "a party of this night and its percentage", remedy)
        shares[PartyId(match[1])] = Fraction(match[2])
    _at_most_all(sum(shares.values(), Fraction(0)) / 100, "shares", "--national-then", election)
    return shares


def _pair(text: str, option: str, example: str, names: set[str], election: Election) -> tuple[str, str, Fraction]:
    match = _PAIR.fullmatch(text)
    if match is None:
        raise _wrong(election, f'"{text}" for {option}', f"something such as {example}", "Write it so.")
    for name in match.groups()[:2]:
        if name not in names:
            raise _wrong(election, f'"{name}" in {option}', "one who stands here, by id", "Mend the id.")
    if match[1] == match[2]:
        raise _wrong(election, f'"{text}" for {option}', "two that differ", "Name another.")
    part = Fraction(match[3]) / 100
    _at_most_all(part, f"votes of {match[1]}", option, election)
    return match[1], match[2], part


def _at_most_all(part: Fraction, what: str, option: str, election: Election) -> None:
    if part > 1:
        found = f"{float(100 * part):g}% of the {what} in {option}"
        raise _wrong(election, found, "100% or less together", "Mend the percentages.")


def _wrong(election: Election, found: str, wanted: str, remedy: str) -> LookupProblem:
    return LookupProblem(Problem(where=election.id, found=found, wanted=wanted, remedy=remedy))
