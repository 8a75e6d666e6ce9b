"""The maps: what the colour of each place says, the key, and the table of the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from tellers.edition import Edition
from tellers.record import Election
from tellers.tally.swing import butler_swing, contest_change
from tellers.terms import PartyId
from tellers.web.charts.ground import Ground, Shade, shade
from tellers.web.site.legend import Legend
from tellers.web.site.map_places import MapPlace, winner_text
from tellers.web.site.words import colour, party_name, points

KINDS = {
    "winner": "Winner",
    "lead": "Lead",
    "swing": "Swing",
    "turnout": "Turnout",
    "declared": "Declared",
}
BODY_KINDS = {"winner": "Control", "declared": "Declared"}
GROUNDS = {"hexes": "Equal hexagons", "land": "Geography"}
_STEPS = {
    "lead": ((5, "under 5 points"), (10, "5 to 10"), (20, "10 to 20"), (30, "20 to 30"), (None, "30 and over")),
    "turnout": ((40, "under 40%"), (50, "40 to 50"), (60, "50 to 60"), (70, "60 to 70"), (None, "70 and over")),
    "declared": ((25, "under a quarter"), (50, "a quarter to half"), (75, "half to three quarters"), (100, "more")),
}
_REST = (("is-unknown", "declared, not known"), ("is-open", "to come"))
_SCALES = {"hexes": 1.4, "land": 4.5}
"""How large the patterns are drawn: about three tiles to a hexagon, and as large as that on land."""

_SWINGS = (5, 10)
"""Swing is shown in three steps to either side: under 5 points, 5 to 10, and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """One map with its key and its table; a row is the place, linked, and its figure, as markup."""

    kind: str
    name: str
    map: Markup
    key: tuple[tuple[str, str], ...]
    note: str
    rows: Markup
    kinds: tuple[tuple[str, str, bool], ...]
    grounds: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place on a map and in its table; `row` is markup."""

    shade: Shade
    row: str


def kinds_of(ground: Ground) -> Mapping[str, str]:
    """Return what a ground can show, by the last part of its page's address."""
    return BODY_KINDS if ground.bodies else KINDS


def map_path(ground: Ground, kind: str, first: Ground | None) -> str:
    """Return the address of a map; the ground that is shown first has the shorter one."""
    return f"/map/{kind}" if ground is first else f"/map/{kind}/{ground.kind}"


def map_view(
    edition: Edition, legend: Legend, ground: Ground, all: tuple[Ground, ...], kind: str, map: Markup, rows: Markup
) -> MapView:
    """Return a map of one kind, with the way to the others.

    Args:
        all: The grounds of the night, the one shown first first.
        map, rows: The map itself and its table's rows.
    """
    kinds = kinds_of(ground)
    return MapView(
        kind=kind,
        name=kinds[kind],
        map=map,
        key=map_key(edition, legend, ground, kind),
        note=_note(legend, kind),
        rows=rows,
        kinds=tuple((map_path(ground, k, all[0]), name, k == kind) for k, name in kinds.items()),
        grounds=tuple(
            (map_path(g, kind if kind in kinds_of(g) else "winner", all[0]), GROUNDS[g.kind], g is ground) for g in all
        ),
    )


def map_patterns(legend: Legend, ground: Ground, kind: str) -> str:
    """Return the patterns that a map's fills name, as markup."""
    return legend.patterns(_SCALES[ground.kind]) if kind == "winner" else ""


def cell(legend: Legend, ground: Ground, place: MapPlace, kind: str, at: str) -> Cell:
    """Return a place's cell; `at` is what stands after the address at an earlier edition."""
    said = figure(legend, place, kind)
    linked = f'<a href="{place.page}{at}">{escape(place.name)}</a>'
    row = f'<tr><th scope="row">{linked}</th><td class="words">{escape(said)}</td></tr>'
    brief = winner_text(legend.election, place) if kind == "winner" else said
    return Cell(shade=shade(ground, _fill(legend, place, kind), f"{place.name}: {brief}", place.page), row=row)


def map_title(edition: Edition, ground: Ground, kind: str) -> str:
    """Return the map's text alternative."""
    board, election = edition.board, edition.election
    won = ", ".join(f"{party_name(election, row.party)} {row.seats}" for row in board.parties if row.seats)
    what = {
        "winner": "who leads in each area" if _alone(election) else f"who won each contest: {won or 'none yet'}",
        "lead": "the lead in each place, as a share of the votes",
        "swing": "the swing in each place",
        "turnout": "the turnout in each place",
        "declared": "which places have declared",
    }[kind]
    if ground.bodies and kind == "winner":
        what = "who controls each body"
    form = "one hexagon to a place" if ground.kind == "hexes" else "the places as they lie"
    if _alone(election):
        standing = edition.standing(election.contests[0])
        return f"Map, {form}: {what}. {standing.declared} of {standing.areas_total} areas declared."
    return f"Map, {form}: {what}. {board.declared} of {board.total} declared."


def _alone(election: Election) -> bool:
    return len(election.contests) == 1


def _fill(legend: Legend, place: MapPlace, kind: str) -> str:
    if kind == "winner":
        plain = place.fill == colour(legend.election, place.party) and place.party is not None
        return legend.fill(place.party) if plain else place.fill or _unknown(place)
    if kind == "declared":
        return _step(_STEPS["declared"], 100 * place.done) if place.done else "is-open"
    if kind == "swing":
        found = national_swing(legend, place)
        return _unknown(place) if found is None else _swing_step(found)
    value = _value(place, kind)
    return _unknown(place) if value is None else _step(_STEPS[kind], value)


def _unknown(place: MapPlace) -> str:
    return "is-unknown" if place.final else "is-open"


def _step(steps: tuple[tuple[int | None, str], ...], value: Fraction) -> str:
    passed = sum(1 for below, _ in steps if below is not None and value >= below)
    return f"is-step-{passed + 1}"


def _swing_step(swing: Fraction) -> str:
    return f"is-{'to' if swing >= 0 else 'from'}-{1 + sum(1 for step in _SWINGS if abs(swing) >= step)}"


def _value(place: MapPlace, kind: str) -> Fraction | None:
    standing = place.standing
    if standing is None or not place.final:
        return None
    if kind == "turnout":
        return standing.turnout
    lead = standing.majority if standing.majority is not None else standing.lead
    return Fraction(100 * lead, standing.valid_votes) if lead is not None and standing.valid_votes else None


def national_swing(legend: Legend, place: MapPlace) -> Fraction | None:
    """Return the Butler swing in a place from the first to the second party of the pair; below zero, the other way."""
    pair = legend.pair
    if pair is None or place.contest is None or place.standing is None or not place.final:
        return None
    change = contest_change(legend.election, place.contest, place.standing, pair.basis)
    rows = {} if change is None else {row.party: row for row in change.parties}
    away, to = rows.get(pair.away), rows.get(pair.to)
    if away is None or to is None or not (away.before and to.before and away.share and to.share):
        return None
    return butler_swing(to_before=to.before, to_after=to.share, from_before=away.before, from_after=away.share)


def figure(legend: Legend, place: MapPlace, kind: str) -> str:
    """Return what a map shows of a place, in words."""
    if kind == "winner":
        return place.said
    if kind == "declared":
        if place.contest is None:
            return f"{points(100 * place.done, 0)}% of its contests declared"
        return "declared" if place.final else "to come"
    if not place.final:
        return "to come"
    if kind == "swing":
        return _swing_words(legend, national_swing(legend, place))
    value = _value(place, kind)
    return "not known" if value is None else f"{points(value, 1)}{' points' if kind == 'lead' else '%'}"


def _swing_words(legend: Legend, swing: Fraction | None) -> str:
    if swing is None or legend.pair is None:
        return "not known"
    names = [legend.short(legend.pair.away), legend.short(legend.pair.to)]
    away, to = names if swing >= 0 else names[::-1]
    return f"{points(abs(swing), 1)} points, {away} to {to}"


def map_key(edition: Edition, legend: Legend, ground: Ground, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the map's key: a fill or class, and what it says."""
    if kind == "winner":
        return _winner_key(edition, legend, ground)
    if kind == "declared":
        if ground.bodies:
            told = tuple((f"is-step-{n}", label) for n, (_, label) in enumerate(_STEPS["declared"], 1))
            return (*told, ("is-step-5", "all"), ("is-open", "none"))
        return (("is-step-5", "declared"), ("is-open", "to come"))
    if kind == "swing":
        if legend.pair is None:
            return _REST
        steps = ("under 5 points", "5 to 10", "10 and over")
        away, to = legend.short(legend.pair.away), legend.short(legend.pair.to)
        return (
            *((f"is-from-{n}", f"to {away}, {steps[n - 1]}") for n in (3, 2, 1)),
            *((f"is-to-{n}", f"to {to}, {steps[n - 1]}") for n in (1, 2, 3)),
            *_REST,
        )
    return (*((f"is-step-{n}", label) for n, (_, label) in enumerate(_STEPS[kind], 1)), *_REST)


def _winner_key(edition: Edition, legend: Legend, ground: Ground) -> tuple[tuple[str, str], ...]:
    election, open_ = edition.election, ("is-open", "to come")
    if ground.bodies:
        held: dict[str, int] = {}
        for body in edition.board.bodies:
            if body.control is not None:
                held[body.control] = held.get(body.control, 0) + 1
        ranked = sorted(held.items(), key=lambda item: (-item[1], item[0]))
        parties = [
            (legend.fill(PartyId(p), "k"), f"{party_name(election, PartyId(p))} {n}") for p, n in ranked if p != "noc"
        ]
        none = [("is-noc", f"no overall control {held['noc']}")] if "noc" in held else []
        return (*parties, *none, ("is-unknown", "declared, control not known"), open_)
    if _alone(election):
        stood = edition.standing(election.contests[0]).candidates[:6]
        return (*((legend.fill(c.party, "k"), f"{c.name} ahead") for c in stood), *_REST)
    won = [row for row in edition.board.parties if row.seats]
    return (*((legend.fill(r.party, "k"), f"{party_name(election, r.party)} {r.seats}") for r in won), open_)


def _note(legend: Legend, kind: str) -> str:
    if kind != "swing" or legend.pair is None:
        return ""
    names = [party_name(legend.election, party) for party in (legend.pair.away, legend.pair.to)]
    return (
        f"Butler swing between {names[0]} and {names[1]}, the first two parties of {legend.pair.basis_name}, "
        "in places where both stood both times."
    )
