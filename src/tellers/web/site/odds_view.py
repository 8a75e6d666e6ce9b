"""Odds for a reader: each chance in words, as a number and as dots that can be counted, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tellers.edition import Edition
from tellers.outlook.decided import decided
from tellers.outlook.odds import Odds
from tellers.record import Contest, Election
from tellers.terms import CandidateId, PartyId
from tellers.web.charts.bars import hundred
from tellers.web.odds import Reckoned, all_final
from tellers.web.site.address import contest_path
from tellers.web.site.words import colour, party_name

LEAST_SHOWN = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """One chance: whose, of what colour, in words and as a number."""

    name: str
    colour: str
    words: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRange:
    """A party's seats as the odds have them: middle, the range that holds nine times in ten, a majority's chance."""

    name: str
    colour: str
    mean: str
    span: str
    majority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsView:
    """The odds of a moment; `state` says why there are none."""

    state: str
    edition: int
    ready: bool
    chances: tuple[Chance, ...]
    picture: Markup | None
    seats: tuple[SeatRange, ...]
    close: tuple[tuple[str, str, str], ...]
    model: str


def odds_view(edition: Edition, reckoned: Reckoned | None) -> OddsView:
    """Return the odds of a night; before they are reckoned it says so."""
    if all_final(edition):
        return _but(state="Every contest has its result: there is nothing left to have odds of.")
    if reckoned is None:
        return _but(state="The odds of this edition are not reckoned yet.")
    if reckoned.odds is None:
        return _but(state="No odds are made for a night of this kind.", edition=reckoned.edition)
    if len(edition.election.contests) == 1:
        return _single(edition, edition.election.contests[0], reckoned)
    return _night(edition, reckoned.odds, reckoned.edition)


def _but(state: str, edition: int = 0) -> OddsView:
    return OddsView(state=state, edition=edition, ready=True, chances=(), picture=None, seats=(), close=(), model="")


def _single(edition: Edition, contest: Contest, reckoned: Reckoned) -> OddsView:
    election, odds = edition.election, reckoned.odds
    assert odds is not None
    decision = decided(election, contest, edition.record.contest(contest.id), edition.standing(contest))
    if decision.decided:
        return _but(state=f"Decided, whatever is still to come. {decision.why}", edition=reckoned.edition)
    if contest.id not in odds.contests:
        return _but(state=f"No odds are made here: {odds.arrays.excluded.get(contest.id, 'another kind of contest')}.")
    ranked = sorted(odds.contests[contest.id].items(), key=lambda item: -item[1])
    shown = [(id, chance) for id, chance in ranked if chance >= LEAST_SHOWN]
    rows = []
    for id, chance in shown:
        known = next((c for c in contest.candidates if c.id == CandidateId(id)), None)
        name = known.name if known is not None else "another"
        rows.append(_chance(name, colour(election, known.party if known else None), chance))
    return OddsView(
        state="",
        edition=reckoned.edition,
        ready=odds.ready,
        chances=tuple(rows),
        picture=_dots(rows, [chance for _, chance in shown]),
        seats=(),
        close=(),
        model=odds.model,
    )


def _night(edition: Edition, odds: Odds, number: int) -> OddsView:
    election, out, columns = edition.election, odds.output, odds.arrays.columns
    majority = [(columns[i], float(out.majority[i])) for i in range(len(columns)) if out.majority[i] >= LEAST_SHOWN]
    majority.sort(key=lambda item: -item[1])
    rows = [
        _chance(f"{party_name(election, PartyId(p))} majority", colour(election, PartyId(p)), chance)
        for p, chance in majority
    ]
    parts = [chance for _, chance in majority]
    if out.hung >= LEAST_SHOWN:
        rows.append(_chance("No majority", "", float(out.hung)))
        parts.append(float(out.hung))
    return OddsView(
        state="",
        edition=number,
        ready=odds.ready,
        chances=tuple(rows),
        picture=_dots(rows, parts),
        seats=tuple(_seat_ranges(election, odds)),
        close=tuple(_close(election, odds)),
        model=odds.model,
    )


def _seat_ranges(election: Election, odds: Odds) -> list[SeatRange]:
    out, columns = odds.output, odds.arrays.columns
    order = sorted(range(len(columns)), key=lambda i: -out.seats.mean[i])
    return [
        SeatRange(
            name=party_name(election, PartyId(columns[i])),
            colour=colour(election, PartyId(columns[i])),
            mean=f"{out.seats.mean[i]:.0f}",
            span=f"{out.seats.low[2, i]:.0f} to {out.seats.high[2, i]:.0f}",
            majority=chance_text(float(out.majority[i])),
        )
        for i in order
        if out.seats.mean[i] >= 0.5
    ]


def _close(election: Election, odds: Odds, most: int = 20) -> list[tuple[str, str, str]]:
    """Return the contests whose winner is least sure: name, page, the two likeliest."""
    rows = []
    for id, chances in odds.contests.items():
        ranked = sorted(chances.items(), key=lambda item: -item[1])
        if ranked and ranked[0][1] < 0.95:
            rows.append((ranked[0][1], id, ranked[:2]))
    rows.sort(key=lambda row: (row[0], row[1]))
    return [
        (
            election.contest_by_id[id].name,
            contest_path(id),
            ", ".join(f"{party_name(election, PartyId(p))} {chance_text(c)}" for p, c in best),
        )
        for _, id, best in rows[:most]
    ]


def _chance(name: str, fill: str, chance: float) -> Chance:
    return Chance(name=name, colour=fill, words=chance_words(chance), number=chance_text(chance))


def _dots(rows: list[Chance], chances: list[float]) -> Markup | None:
    if not rows:
        return None
    numbers = [round(100 * chance) for chance in chances]
    said = ", ".join(f"{row.name} {row.number}" for row in rows)
    parts = [(row.colour, number) for row, number in zip(rows, numbers, strict=True)]
    return hundred(parts, title=f"Of a hundred nights like this one: {said}.", id="odds-picture")


def chance_text(chance: float) -> str:
    """Return a chance as a percentage; never 0 or 100 for what is not certain."""
    if chance <= 0:
        return "0%"
    if chance < 0.01:
        return "under 1%"
    if chance > 0.99:
        return "over 99%" if chance < 1 else "100%"
    return f"{100 * chance:.0f}%"


def chance_words(chance: float) -> str:
    """Return a chance in words that most people take as it is meant, as so many times in ten.

    Example:
        >>> chance_words(0.93)
        'very likely: about 9 times in 10'
    """
    if chance >= 0.99:
        return "almost certain: more than 99 times in 100"
    if chance < 0.01:
        return "very unlikely: less than once in 100"
    if chance < 0.05:
        return "very unlikely: fewer than 1 time in 20"
    if chance >= 0.95:
        return "very likely: more than 19 times in 20"
    tenth = max(1, min(9, round(10 * chance)))
    word = {1: "unlikely", 2: "unlikely", 3: "unlikely", 4: "a little less likely than not", 5: "about even"}.get(
        tenth, {6: "a little more likely than not", 7: "likely", 8: "likely"}.get(tenth, "very likely")
    )
    return f"{word}: about {tenth} {'time' if tenth == 1 else 'times'} in 10"
