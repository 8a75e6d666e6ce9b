"""What a reader asked to be alerted of: their own thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from tellers.feeds.alerts.alert import Alert, Kind
from tellers.record import Election
from tellers.terms import AreaId, ContestId


class Wants(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A reader's thresholds; what is left empty does not limit.

    A reader is alerted of what is of one of the kinds, and of one of the places (contests, bodies or areas), and of one
    of the parties.

    Args:
        areas: An area stands for its own declaration and for the result of every contest that it is part of.
        lead_under: Only where the lead is known and below so many votes; of kinds that are about a lead.
        cooling_minutes: How long further alerts on one contest are kept, to be put together; None is the server's.
    """

    kinds: tuple[Kind, ...] = ()
    contests: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    lead_under: int | None = None
    cooling_minutes: int | None = None


_OF_A_LEAD: tuple[Kind, ...] = ("declared", "lead_changed", "decided", "won")


def wanted(alert: Alert, wants: Wants, election: Election) -> bool:
    """Return whether a reader asked for an alert; that they were told of what it corrects is another question.

    Example:
        Wants(kinds=("won",), parties=("labour",)) asks for each seat that Labour wins or loses, and nothing else.
    """
    if wants.kinds and alert.kind not in wants.kinds:
        return False
    if wants.parties and not set(wants.parties) & set(alert.parties):
        return False
    if wants.lead_under is not None and alert.kind in _OF_A_LEAD and not _below(alert.lead, wants.lead_under):
        return False
    if not (wants.contests or wants.bodies or wants.areas):
        return True
    return alert.contest in wants.contests or alert.body in wants.bodies or _of_area(alert, wants.areas, election)


def _below(lead: int | None, most: int) -> bool:
    return lead is not None and lead < most


def _of_area(alert: Alert, areas: Sequence[str], election: Election) -> bool:
    if alert.areas:
        return any(area in alert.areas for area in areas)
    if alert.contest is None:
        return False
    within = election.area_sets[ContestId(alert.contest)]
    return any(AreaId(area) in within for area in areas)


@lru_cache(maxsize=50_000)
def read_wants(text: str) -> Wants:
    """Return what a reader asked for, as it is kept."""
    return msgspec.json.decode(text, type=Wants)


def write_wants(wants: Wants) -> str:
    """Return what a reader asked for as it is kept: the same for the same."""
    return msgspec.json.encode(wants, order="deterministic").decode()
