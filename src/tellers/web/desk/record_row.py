"""What the record has in the place that a claim is about: the figures, who gave them, and where they are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tellers.check import Claim
from tellers.edition import Edition
from tellers.record import Contest, declared_figure
from tellers.record.events import Figures, Source
from tellers.terms import AreaId, ContestId
from tellers.web.site.address import area_path, contest_path, sources_path

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A row of the record: the votes in one area, or of the whole contest.

    Args:
        votes: By candidate's name, in order of votes; None is not known.
        more: How many candidates are left out.
        source: Who gave the figures, None where no one source did.
        page: The public page of the place at that edition; `trace` the page of every figure's source.
    """

    title: str
    edition: int
    votes: tuple[tuple[str, int | None], ...]
    more: int
    said: str
    source: Source | None
    page: str
    trace: str


def record_row(claim: Claim, editions: Sequence[Edition]) -> RecordRow | None:
    """Return the row that a claim was held against, None where it is of no one contest of the night."""
    election = editions[0].election
    contest = election.contest_by_id.get(ContestId(claim.contest or ""))
    edition = next((e for e in editions if e.number == claim.edition), None)
    if contest is None or edition is None:
        return None
    if claim.area is not None and AreaId(claim.area) in election.area_sets[contest.id]:
        return _area_row(edition, contest, AreaId(claim.area))
    standing = edition.standing(contest)
    votes = tuple((contest.candidate(c.id).name, c.votes) for c in standing.candidates)
    only = _figures(edition, contest, contest.areas[0]) if len(contest.areas) == 1 else None
    return RecordRow(
        title=contest.name,
        edition=edition.number,
        votes=votes[:_SHOWN],
        more=max(0, len(votes) - _SHOWN),
        said=f"{standing.declared} of {standing.areas_total} areas declared" if len(contest.areas) > 1 else "",
        source=None if only is None else only.source,
        page=f"{contest_path(contest.id)}?at={edition.number}",
        trace=f"{sources_path(contest.id)}?at={edition.number}",
    )


def _area_row(edition: Edition, contest: Contest, area: AreaId) -> RecordRow:
    event = _figures(edition, contest, area)
    known = {} if event is None else {contest.candidate(c).name: v for c, v in _votes(contest, event)}  # type: ignore[arg-type]
    votes = sorted(known.items(), key=lambda row: -1 if row[1] is None else row[1], reverse=True)
    return RecordRow(
        title=edition.election.area_by_id[area].name,
        edition=edition.number,
        votes=tuple(votes[:_SHOWN]),
        more=max(0, len(votes) - _SHOWN),
        said="" if event is not None else "not declared",
        source=None if event is None else event.source,
        page=f"{area_path(area)}?at={edition.number}",
        trace=f"{sources_path(contest.id)}?at={edition.number}",
    )


def _votes(contest: Contest, event: Figures) -> list[tuple[str, int | None]]:
    ids = {str(c.id) for c in contest.candidates}
    return [(str(c), votes) for c, votes in event.votes.items() if str(c) in ids]


def _figures(edition: Edition, contest: Contest, area: AreaId) -> Figures | None:
    figure = declared_figure(edition.record.area(contest.id, area))
    return figure.event if figure is not None and isinstance(figure.event, Figures) else None
