"""Problems, told so that a tired person can act on them, and the exceptions that carry them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, what was found, what was wanted and why, and what to do.

    Args:
        where: The place a person would look: an area and contest, or what stands in `file` at `line`.
        found: What is there, quoted.
        wanted: What should be there, and why.
        remedy: One thing to do now.
        file: The file's name as the user gave it, if it came from a file.
        line: Line number from 1, if known.
    """

    where: str
    found: str
    wanted: str
    remedy: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = self.where
        if self.file is not None:
            at = self.file if self.line is None else f"{self.file}:{self.line}"
            place = f"{at}: {self.where}" if self.where else at
        return f"{place}: found {self.found}, wanted {self.wanted}. {self.remedy}"


class TellersError(Exception):
    """Anything a user can put right; each kind of remedy has a class of its own."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DeclarationError(TellersError):
    """An event that cannot be true of this record: nothing was recorded; record another event instead."""


class PackError(TellersError):
    """A pack that cannot be used: edit the files named."""


class InputError(TellersError):
    """A file that cannot be read (ballots, feeds, stories): give another file."""


class CountError(TellersError):
    """A count that cannot be made as asked: change the rule's choices, the seats or the candidates."""


class StoreError(TellersError):
    """A log that cannot be trusted or written: restore it, or free it."""


class LookupProblem(TellersError):
    """A name that means nothing here, or two things: use one of those listed."""
