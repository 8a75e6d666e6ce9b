"""One printed cell of a foreign sheet: the figure, or None with the problem noted."""

from __future__ import annotations

from dataclasses import dataclass, field

from tellers.count.declared_sheet import Printed, printed
from tellers.errors import InputError, Problem


@dataclass(slots=True, kw_only=True)
class Cells:
    """Reads cells of one file and keeps every problem met.

    Args:
        file: The file's name as the user gave it.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)

    def figure(self, value: object, where: str, line: int | None = None) -> Printed | None:
        """Return a cell's figure; None where it is blank, or is no figure, which is noted."""
        if value is None:
            return None
        text = str(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else repr(value)
        try:
            return printed(text)
        except ValueError:
            self.note(where, repr(text), "a plain decimal number, or nothing", line)
            return None

    def whole(self, value: object, where: str, line: int | None = None) -> int | None:
        """Return a cell's whole number; None where it is blank, or is none, which is noted."""
        figure = self.figure(value, where, line)
        if figure is None:
            return None
        if figure.value.denominator != 1:
            self.note(where, figure.text, "a whole number", line)
            return None
        return int(figure.value)

    def note(self, where: str, found: str, wanted: str, line: int | None = None) -> None:
        """Keep a problem that does not make the sheet useless."""
        remedy = "Correct the cell from the source."
        self.problems.append(Problem(where=where, found=found, wanted=wanted, remedy=remedy, file=self.file, line=line))

    def refuse(self, where: str, found: str, wanted: str, line: int | None = None) -> InputError:
        """Return the exception for a file of which nothing can be made, with all that was noted before."""
        problem = Problem(
            where=where, found=found, wanted=wanted, remedy="Give another file.", file=self.file, line=line
        )
        return InputError(*self.problems, problem)


__all__ = ["Cells"]
