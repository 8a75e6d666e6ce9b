"""Facts that a pack carries beside its contest: other contests, holders, terms, net changes with their basis.

`facts.csv` has the columns contest, area, subject, measure, value, basis, as_of, source; `docs/method-check.md`
says which measures there are.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from tellers.errors import PackError, Problem

COLUMNS = ("contest", "area", "subject", "measure", "value", "basis", "as_of", "source")
NAMING = ("name", "alias", "year", "office")
PERSON = ("party", "incumbent", "terms_before", "elected", "predecessor", "rank")
FIGURES = ("votes", "majority", "valid_votes", "ballot_papers", "electorate", "rejected_ballots", "turnout_percent")
CHANGES = ("net_seats", "net_councils", "seats", "councils", "seats_defended", "declared", "total")
MEASURES = (*NAMING, *PERSON, *FIGURES, *CHANGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a contest.

    Args:
        contest: Its id: one of the night's own contests, or a name of its own for a contest that is not recorded here.
        area: The area's id or name, "" for the whole contest.
        subject: A person or party by name, "" for the contest itself.
        basis: What a change is measured against, or the stage that a figure is of ("stage 1").
        as_of: The moment it was true of ("106 of 107 councils"), "" for the final one.
    """

    contest: str
    area: str = ""
    subject: str = ""
    measure: str
    value: str
    basis: str = ""
    as_of: str = ""
    source: str = ""


def parse_facts(text: str, file: str = "facts.csv") -> tuple[Fact, ...]:
    """Return the facts in a table.

    Raises:
        PackError: With every bad row: an unknown measure, a figure that is no number, a fact without a source.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    problems: list[Problem] = []
    found = tuple(rows.fieldnames or ())
    if not {"contest", "measure", "value", "source"} <= set(found):
        wanted = f"the columns {', '.join(COLUMNS)}, because a fact needs a contest, a measure, a value and a source"
        raise PackError(
            Problem(
                where="header",
                found=", ".join(found) or "no header",
                wanted=wanted,
                remedy="Add them.",
                file=file,
                line=1,
            )
        )
    facts = []
    for row in rows:
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        wrong = _wrong(values)
        if wrong is not None:
            where, said, wanted = wrong
            problems.append(
                Problem(where=where, found=said, wanted=wanted, remedy="Put it right.", file=file, line=rows.line_num)
            )
            continue
        facts.append(Fact(**values))
    if problems:
        raise PackError(*problems)
    return tuple(facts)


def _wrong(values: dict[str, str]) -> tuple[str, str, str] | None:
    if values["measure"] not in MEASURES:
        return "measure", f'"{values["measure"]}"', f"one of {', '.join(MEASURES)}"
    if not values["contest"]:
        return "contest", "a blank", "the contest that it is a fact of"
    if values["measure"] not in NAMING and not values["source"]:
        return "source", "a blank", "where it comes from, because a fact without a source cannot be looked up"
    if values["measure"] in (*FIGURES, *CHANGES, "terms_before", "rank", "year") and not _number(values["value"]):
        return "value", f'"{values["value"]}"', "a number"
    return None


def _number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
