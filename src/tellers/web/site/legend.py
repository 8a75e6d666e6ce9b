"""What the colours of a night mean, settled once from its definition: parties' patterns, and whose swing is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tellers.record import Election
from tellers.terms import BasisId, PartyId
from tellers.web.charts.colours import pattern, textures
from tellers.web.site.words import colour, party_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingPair:
    """The two parties between which a night's maps show swing, and the basis: the first two of the whole of it.

    The same two everywhere, however a place's own first two stand, so that one map tells one thing; by the basis and
    not by tonight's votes, so that it is the same map all night.
    """

    basis: BasisId
    basis_name: str
    away: PartyId
    to: PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What a night's colours mean.

    Args:
        textures: The texture of each party's colour, by party: 0 where the colour alone is not mistaken for another's.
        pair: None where there is no basis with two parties.
    """

    election: Election
    textures: Mapping[PartyId, int]
    pair: SwingPair | None

    def fill(self, party: PartyId | None, prefix: str = "p") -> str:
        """Return a party's fill: its colour, or its pattern where the colour alone would be mistaken for another's."""
        plain = colour(self.election, party)
        return f"url(#{prefix}{plain[1:].lower()}) {plain}" if party and self.textures.get(party) else plain

    def patterns(self, scale: float) -> str:
        """Return the patterns that fills name, as markup: for the places (`p…`, at a scale) and for the key (`k…`)."""
        made: dict[str, str] = {}
        for party in self.election.parties:
            plain, texture = colour(self.election, party.id), self.textures.get(party.id, 0)
            if texture and party.colour:
                name = plain[1:].lower()
                made[plain] = pattern(f"p{name}", plain, texture, scale) + pattern(f"k{name}", plain, texture, 1)
        return f"<defs>{''.join(made.values())}</defs>" if made else ""

    def long(self, party: PartyId) -> str:
        """Return a party's name."""
        return party_name(self.election, party)

    def short(self, party: PartyId) -> str:
        """Return a party's short name."""
        known = self.election.party_by_id.get(party)
        return known.short if known is not None else party_name(self.election, party)


def legend(election: Election) -> Legend:
    """Return what the colours of a night mean."""
    parties = [party for party in election.parties if party.colour]
    inks = textures([colour(election, party.id) for party in parties])
    found = {party.id: ink for party, ink in zip(parties, inks, strict=True)}
    return Legend(election=election, textures=found, pair=_pair(election))


def _pair(election: Election) -> SwingPair | None:
    for basis in election.bases:
        total: dict[PartyId, int] = {}
        for (_, _, stage), row in election.previous[basis.id].votes.items():
            if stage == 1:
                for party, votes in row.items():
                    total[party] = total.get(party, 0) + votes
        first = sorted(total, key=lambda p: (-total[p], p))[:2]
        if len(first) == 2:
            return SwingPair(basis=basis.id, basis_name=basis.name, away=first[0], to=first[1])
    return None
