"""The boards that a screen cycles: of the same values as the cards, the lists and the maps, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from tellers.edition import Edition
from tellers.web.cards import Card, CardRow
from tellers.web.site.address import body_path, contest_path
from tellers.web.site.card_views import body_card, contest_card, night_card
from tellers.web.site.contest_lines import ContestLine, bases_said

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

ROWS = 5
LISTED = 60
"""Of more contests than this, files hold no screen for each: a served site has them all."""
Kind = Literal["night", "latest", "closest", "gains", "map", "contest", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A board that can be chosen."""

    kind: Kind
    rest: str
    name: str

    @property
    def path(self) -> str:
        """Return its own address: the board alone, which the cycling screen fetches."""
        return f"/screen/{self.rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A board as it is shown: a card's values, or a picture with its key."""

    card: Card
    wide: bool = False
    map: Markup | None = None
    key: tuple[tuple[str, str], ...] = ()


class Boards:
    """Every board of a night's screens."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._election = pages.addresses.election
        self._alone = len(self._election.contests) == 1

    @cached_property
    def few(self) -> Mapping[str, Named]:
        """Return the boards that are neither a contest's nor a body's, in the order in which they are shown."""
        made = [] if self._alone else [Named(kind="night", rest="night", name="Where it stands")]
        if self._pages.hub.grounds.first is not None:
            made.append(Named(kind="map", rest="map", name="Map"))
        if not self._alone:
            made += [
                Named(kind="latest", rest="latest", name="Latest declarations"),
                Named(kind="closest", rest="closest", name="Closest so far"),
                Named(kind="gains", rest="gains", name="Gains"),
            ]
        else:
            made.insert(0, self._contest(0))
        return {board.rest: board for board in made}

    @property
    def usual(self) -> tuple[Named, ...]:
        """Return the boards of a screen for which none were chosen."""
        return tuple(self.few.values())

    def find(self, rest: str) -> Named | None:
        """Return the board of that name, None where there is none."""
        kind, _, name = rest.partition("/")
        addresses = self._pages.addresses
        if kind == "contest" and name in addresses.contests:
            return Named(kind="contest", rest=rest, name=self._election.contest_by_id[addresses.contests[name]].name)
        if kind == "body" and name in addresses.bodies:
            return Named(kind="body", rest=rest, name=self._election.body_by_id[addresses.bodies[name]].name)
        return self.few.get(rest)

    def all(self) -> Iterator[Named]:
        """Yield every board."""
        yield from self.few.values()
        yield from (Named(kind="body", rest=body_path(b.id)[1:], name=b.name) for b in self._election.bodies)
        yield from (self._contest(i) for i in range(len(self._election.contests)))

    def _contest(self, index: int) -> Named:
        contest = self._election.contests[index]
        return Named(kind="contest", rest=contest_path(contest.id)[1:], name=contest.name)

    def shown(self, board: Named, edition: Edition) -> Shown:
        """Return a board at an edition."""
        name, addresses = board.rest.partition("/")[2], self._pages.addresses
        match board.kind:
            case "night":
                return Shown(card=night_card(edition))
            case "contest":
                return Shown(card=contest_card(edition, self._election.contest_by_id[addresses.contests[name]]))
            case "body":
                body = self._election.body_by_id[addresses.bodies[name]]
                contests = [self._election.contest_by_id[id] for id in addresses.contests_of_body.get(body.id, ())]
                return Shown(card=body_card(edition, body, tuple(contests), self._pages.lines(edition)))
            case "map":
                ground = self._pages.hub.grounds.first
                assert ground is not None
                drawn = self._pages.maps.drawn(edition, ground, "winner", "")
                key = self._pages.maps.key(edition, ground, "winner")
                card = contest_card(edition, self._election.contests[0]) if self._alone else night_card(edition)
                return Shown(card=card, map=drawn, key=key)
            case "latest":
                return self._list(edition, board.name, self._pages.lines(edition).finals, majorities=False)
            case "closest":
                lines = [ln for ln in self._pages.lines(edition).finals if ln.standing.majority is not None]
                lines.sort(key=lambda ln: (ln.standing.majority or 0, ln.contest.id))
                return self._list(edition, board.name, lines, majorities=True)
            case "gains":
                return self._gains(edition, board.name)

    def _list(self, edition: Edition, name: str, lines: Iterable[ContestLine], *, majorities: bool) -> Shown:
        """Return a list of contests: each with its winner's party and outcome, or with the majority."""
        rows = []
        for line in list(lines)[:ROWS]:
            party = self._election.party_by_id.get(line.party) if line.party is not None else None
            short = party.short if party is not None else "No party"
            majority = line.standing.majority
            rows.append(
                CardRow(
                    name=line.contest.name,
                    colour=line.colour,
                    figure=f"{majority or 0:,}" if majorities else f"{short} {line.outcome}".strip(),
                    more=short if majorities else "",
                )
            )
        basis = bases_said(list(lines))
        said = "Majority, in votes" if majorities else f"Gain and hold: on {basis}" if basis else ""
        return Shown(card=self._card(edition, name, said if rows else "Nothing declared yet", rows), wide=True)

    def _gains(self, edition: Edition, name: str) -> Shown:
        found: dict[tuple[str, str], int] = {}
        gains = [line for line in self._pages.lines(edition).finals if line.outcome == "gain"]
        for line in gains:
            key = (line.party or "", line.held_by or "")
            found[key] = found.get(key, 0) + 1
        parties = {str(party.id): party for party in self._election.parties}
        rows = []
        for (party, before), number in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:ROWS]:
            names = [parties[p].short if p in parties else "no party" for p in (party, before)]
            fill = (parties[party].colour if party in parties else None) or "#767676"
            rows.append(CardRow(name=f"{names[0]} from {names[1]}", colour=fill, figure=f"{number:,}", more=""))
        basis = bases_said(gains)
        said = f"{len(gains):,} seats have changed hands, on {basis}" if gains else "No seat has changed hands yet"
        return Shown(card=self._card(edition, name, said, rows), wide=True)

    def _card(self, edition: Edition, headline: str, detail: str, rows: list[CardRow]) -> Card:
        return Card(
            night=self._election.name,
            test=self._election.test,
            over="",
            headline=headline,
            detail=detail,
            status="",
            final=False,
            rows=tuple(rows),
        )
