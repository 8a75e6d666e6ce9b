"""What is refused of those who ask for alerts."""

from __future__ import annotations

from typing import NoReturn

from tellers.errors import Problem, TellersError


class AlertsError(TellersError):
    """Something about alerts that cannot be done as it was asked: ask for it differently."""


class TooOften(AlertsError):
    """Too many in too short a time: wait."""


class NoSuch(AlertsError):
    """A link or an id that means nothing here: use a newer one."""


def refuse(kind: type[AlertsError], where: str, found: str, wanted: str, remedy: str) -> NoReturn:
    """Raise a refusal of this kind in its four parts."""
    raise kind(Problem(where=where, found=found, wanted=wanted, remedy=remedy))
