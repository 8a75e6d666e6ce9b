"""Which of several figures for one slot stands: official before agency before press, then newer before older."""

from __future__ import annotations

from collections.abc import Iterable

from tellers.record.events import Declared, EventBase
from tellers.record.record import AreaRecord, Figure

_RANK = {"official": 3, "agency": 2, "press": 1, "other": 0}


def source_rank(event: EventBase) -> int:
    """Return how much an event's source weighs: 3 official, 2 agency, 1 press, 0 other.

    A figure with no source named was keyed by the desk from the announcement itself and counts as official.
    """
    return 3 if event.source is None else _RANK[event.source.kind]


def source_name(event: EventBase) -> str:
    """Return the name that tells one source from another; figures with none named share one."""
    return "" if event.source is None else event.source.name


def standing_figure(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure that stands, None where there is none.

    The better source stands; of equals, one not provisional; of those, the one that changed last.
    """
    best: Figure | None = None
    for figure in figures:
        if not figure.withdrawn and (best is None or _key(figure) > _key(best)):
            best = figure
    return best


def _key(figure: Figure) -> tuple[int, bool, int]:
    event = figure.event
    return source_rank(event), not getattr(event, "provisional", False), figure.seq


def declared_figure(area: AreaRecord, stage: int = 1) -> Figure | None:
    """Return the area's declaration that stands at a stage of the count, None where there is none."""
    if len(area.declared) == 1:  # Nearly always: one officer, one declaration.
        figure = area.declared[0]
        return figure if figure.event.stage == stage and not figure.withdrawn else None  # type: ignore[union-attr]
    return standing_figure(f for f in area.declared if isinstance(f.event, Declared) and f.event.stage == stage)


def verified_papers(area: AreaRecord) -> int | None:
    """Return the ballot papers verified in the area, None where unknown."""
    figure = standing_figure(area.verified)
    return None if figure is None else figure.event.ballot_papers  # type: ignore[union-attr]
