"""Each candidate's page, under the contest's name: ids of candidates are unique within a contest alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from tellers.edition import Edition
from tellers.record import Candidate, Contest
from tellers.terms import CandidateId, ContestId, PartyId
from tellers.web.odds import Reckoned
from tellers.web.site.address import candidate_path, slug
from tellers.web.site.candidate_view import ContestFacts, candidate_view, contest_facts, same_name
from tellers.web.site.shelves.page import Page, touched_by

if TYPE_CHECKING:
    from tellers.web.site.pages import Pages

_PREFIX = "/candidate/"


class Candidates:
    """The candidates' pages."""

    def __init__(self, pages: Pages) -> None:
        self._addresses = pages.addresses
        self._election = pages.addresses.election
        self._slugs: dict[ContestId, Mapping[str, CandidateId]] = {}
        self._facts: ContestFacts | None = None

    def find(self, path: str) -> Page | None:
        """Return a candidate's page."""
        if not path.startswith(_PREFIX):
            return None
        place, _, name = path.removeprefix(_PREFIX).partition("/")
        id = self._addresses.contests.get(place)
        if id is None:
            return None
        contest = self._election.contest_by_id[id]
        if id not in self._slugs:
            self._slugs[id] = {slug(c.id): c.id for c in contest.candidates}
        known = self._slugs[id].get(name)
        return None if known is None else self._page(contest, contest.candidate(known), path)

    def paths(self, edition: Edition) -> Iterator[str]:
        """Yield every candidate's address."""
        for contest in self._election.contests:
            yield from (candidate_path(contest.id, c.id) for c in contest.candidates)

    def touched(self, edition: Edition) -> Iterator[str]:
        """Yield the candidates of the contests that the edition touched."""
        for id in edition.touched:
            yield from (candidate_path(id, c.id) for c in self._election.contest_by_id[id].candidates)

    def _page(self, contest: Contest, candidate: Candidate, path: str) -> Page:
        def context(edition: Edition, at: str, _: Reckoned | None) -> dict[str, Any]:
            rows = self._namesakes.get((candidate.name.casefold(), candidate.party), ())
            namesakes = tuple(row for row in rows if row[1] != path)
            return {"view": candidate_view(self._known(edition, contest), candidate, namesakes)}

        return Page(path=path, template="candidate.html", version=partial(touched_by, [contest.id]), context=context)

    def _known(self, edition: Edition, contest: Contest) -> ContestFacts:
        known = self._facts
        if known is None or known.edition is not edition or known.contest is not contest:
            known = self._facts = contest_facts(edition, contest)
        return known

    @cached_property
    def _namesakes(self) -> Mapping[tuple[str, PartyId | None], tuple[tuple[str, str], ...]]:
        return same_name(self._election)
