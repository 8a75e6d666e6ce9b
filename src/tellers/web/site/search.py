"""Search over places, parties and candidates: words in any order, accents and case aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tellers.record import Election
from tellers.web.site.address import Addresses, area_path, body_path, candidate_path, contest_path, party_path

MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that can be looked for, and its page."""

    name: str
    what: str
    page: str


class Index:
    """The names of a night."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    @cached_property
    def entries(self) -> tuple[tuple[str, Found], ...]:
        return tuple((folded(found.name), found) for found in _entries(self._addresses))

    def find(self, query: str) -> tuple[Found, ...]:
        """Return what matches every word of the query, names that begin with it first."""
        words = folded(query).split()
        if not words:
            return ()
        hits = [(text, found) for text, found in self.entries if all(word in text for word in words)]
        hits.sort(key=lambda hit: (not hit[0].startswith(" ".join(words)), hit[0]))
        return tuple(found for _, found in hits[:MOST])

    def plain(self) -> dict[str, list[list[str]]]:
        """Return every name with what it is and its page, for a script that filters as one types."""
        rows = [[found.name, found.what, found.page] for _, found in self.entries]
        return {"names": rows}


def folded(text: str) -> str:
    """Return text as it is compared: without accents, case or punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


def _entries(addresses: Addresses) -> Iterator[Found]:
    election: Election = addresses.election
    for body in election.bodies:
        yield Found(name=body.name, what="council or assembly", page=body_path(body.id))
    for contest in election.contests:
        yield Found(name=contest.name, what="contest", page=contest_path(contest.id))
    several: Mapping[str, object] = {a: None for c in election.contests if len(c.areas) > 1 for a in c.areas}
    contest_names = {contest.name for contest in election.contests}
    for area in election.areas:
        if area.id in several or area.name not in contest_names:
            yield Found(name=area.name, what="area", page=area_path(area.id))
    for id in addresses.parties.values():
        yield Found(name=election.party_by_id[id].name, what="party", page=party_path(id))
    for contest in election.contests:
        for candidate in contest.candidates:
            party = election.party_by_id.get(candidate.party) if candidate.party is not None else None
            what = f"candidate, {contest.name}" + (f", {party.name}" if party is not None else "")
            yield Found(name=candidate.name, what=what, page=candidate_path(contest.id, candidate.id))
