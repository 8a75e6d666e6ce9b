"""What the desk refuses people, by what they can do about it; each carries the HTTP status that says the same."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from tellers.errors import Problem, TellersError


class DeskError(TellersError):
    """An act that the desk did not take; nothing was changed."""

    status: ClassVar[int] = 400


class NotSignedIn(DeskError):
    """Nobody is known to be asking: sign in."""

    status = 401


class Forbidden(DeskError):
    """Somebody else must do this."""

    status = 403


class Unknown(DeskError):
    """There is no such thing: look again at the list."""

    status = 404


class Conflict(DeskError):
    """It changed since it was looked at: look again, then decide again."""

    status = 409


class TooLarge(DeskError):
    """More was sent than is taken: send less."""

    status = 413


class Unfit(DeskError):
    """What was sent cannot be taken as it is: look at it again."""

    status = 422


class TooMany(DeskError):
    """Too many tries: wait."""

    status = 429


def refuse(kind: type[DeskError], where: str, found: str, wanted: str, remedy: str) -> NoReturn:
    """Raise a refusal of this kind in its four parts."""
    raise kind(Problem(where=where, found=found, wanted=wanted, remedy=remedy))
