"""Ward files of English local elections (Commons Library, Local Elections Handbook), read and footed ward by ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tellers.errors import Problem
from tellers.exchange.imported import Progress
from tellers.pack.contests import slug
from tellers.pack.tables import Row, Table, problem, read_table, whole, yes_no

# What we call a column, and what the Handbook's years call it. The first is the name of 2024.
_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "council code": ("ONS local authority code", "Local authority code"),
        "council": ("Local authority name",),
        "county code": ("County code",),
        "county": ("County name",),
        "ward code": ("Ward code", "Ward/ED code"),
        "ward": ("Ward name", "Ward/ED name"),
        "vacancies": ("Vacancies",),
        "number": ("Candidate number",),
        "electorate": ("Electorate",),
        "total": ("Total votes", "Total valid votes"),
        "name": ("Name", "Candidate name"),
        "incumbent": ("Incumbent", "Inumbent"),
        "votes": ("Votes",),
        "percent": ("Votes (%)",),
        "elected": ("Elected",),
        "party": ("Party name",),
        "effective": ("Vote effective",),
        "year": ("Year",),
        "elected by": ("Election type",),
    }
)
_NEEDED = ("council code", "council", "ward code", "ward", "total", "name", "votes", "elected", "party", "effective")
# Electoral divisions of counties; every other code is of a ward, of a district or a unitary council.
_COUNTY_DIVISIONS = ("E57", "E58")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A candidate's row; `effective` marks the votes that the file counts towards a ward's total."""

    name: str
    party: str
    votes: int
    elected: bool
    incumbent: bool | None
    effective: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A ward's election.

    Args:
        vacancies: Seats filled; where the file does not say, those elected.
        total: The total that the file gives: valid votes where one is elected; where several are, the votes of the best
            placed candidate of each party.
        complete: False where the file's own shares show that a candidate is missing from it.
        opposed: False where nobody voted, because no more stood than there were seats.
        elected_by: How the file says that the council is elected ("All", "By thirds"), "" where it does not say.
    """

    code: str
    name: str
    council_code: str
    council: str
    vacancies: int
    electorate: int | None
    total: int | None
    complete: bool
    opposed: bool
    stood: tuple[Stood, ...]
    line: int
    elected_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WardFile:
    """A ward file; `year` is None where it does not say."""

    file: str
    year: int | None
    wards: tuple[Ward, ...]


def read_wards(path: Path, problems: list[Problem], progress: Progress | None = None) -> WardFile | None:
    """Return a ward file, with what is wrong added to `problems`."""
    table = read_table(path, problems, required=())
    if table is None:
        return None
    names = {key: next((n for n in found if n in table.columns), "") for key, found in _COLUMNS.items()}
    for key in (key for key in _NEEDED if not names[key]):
        wanted = " or ".join(f'"{name}"' for name in _COLUMNS[key])
        found = f"the columns {', '.join(table.columns)}"
        problems.append(problem("header", found, f"a column {wanted}", "Give the whole file.", file=table.file, line=1))
    if not all(names[key] for key in _NEEDED):
        return None
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row[names["ward code"]], []).append(row)
    wards = []
    for code, rows in groups.items():
        ward = _ward(code, rows, names, table, problems)
        if ward is not None:
            wards.append(ward)
        if progress is not None:
            progress(len(rows))
    if not table.rows:
        problems.append(problem("", "a header and no rows", "candidates", "Give the file.", file=table.file, line=1))
    _councils_once(wards, table, problems)
    years = {row[names["year"]] for row in table.rows} if names["year"] else set()
    year = years.pop() if len(years) == 1 else ""
    return WardFile(file=table.file, year=int(year) if year.isdecimal() else None, wards=tuple(wards))


def _councils_once(wards: list[Ward], table: Table, problems: list[Problem]) -> None:
    """Report a council under two codes, or one code under two names."""
    codes: dict[str, Ward] = {}
    names: dict[str, Ward] = {}
    for ward in wards:
        for key, mine, seen in (
            (ward.council_code, ward.council, codes),
            (ward.council, ward.council_code, names),
        ):
            first = seen.setdefault(key, ward)
            other = first.council if seen is codes else first.council_code
            if other != mine:
                found = f'"{key}" as {mine} and (on line {first.line}) as {other}'
                seen[key] = ward
                problems.append(
                    problem(ward.council, found, "each council once", "Mend it.", file=table.file, line=ward.line)
                )


def _ward(code: str, rows: list[Row], names: dict[str, str], table: Table, problems: list[Problem]) -> Ward | None:
    first, last = rows[0], rows[-1]
    before = len(problems)
    county = code.startswith(_COUNTY_DIVISIONS) and bool(first[names["county code"]])
    council, council_code = ("county", "county code") if county else ("council", "council code")
    where = f"{first[names['ward']]}, {first[names[council]]}"
    for name in (first[names["ward"]], first[names[council]]):
        if not slug(name):
            found = f'"{name}" for a name'
            problems.append(problem(where, found, "a name in letters", "Mend it.", file=table.file, line=first.line))
    if not code:
        problems.append(problem(where, "no ward code", "its GSS code", "Add it.", file=table.file, line=first.line))
    stood = tuple(s for row in rows if (s := _stood(row, names, table, problems, where)) is not None)
    _once(rows, names, table, problems, where)
    total = _same(rows, "total", names, table, problems, where)
    vacancies = _same(rows, "vacancies", names, table, problems, where) if names["vacancies"] else None
    electorate = _same(rows, "electorate", names, table, problems, where) if names["electorate"] else None
    if len(problems) > before:
        return None
    elected = sum(s.elected for s in stood)
    if (vacancies is not None and elected > vacancies) or not elected:
        found = f"{elected} elected"
        wanted = f"at most {vacancies}, the vacancies" if elected else "1 or more"
        problems.append(problem(where, found, wanted, "Mend the column.", file=table.file, line=last.line))
    opposed = any(s.votes for s in stood)
    complete = _complete(stood, total, rows, names, opposed)
    if complete is None:
        made, effective = sum(s.votes for s in stood), sum(s.votes for s in stood if s.effective)
        found = f"{effective:,} votes that count towards it" if effective != made else f"{made:,} votes"
        wanted = f"{total:,}, the ward's total, because each ward must foot"
        remedy = "Look at the votes against the council's declaration; mend the one that is wrong."
        problems.append(
            problem(where, f"{found} over {len(stood)} candidates", wanted, remedy, file=table.file, line=last.line)
        )
    if opposed and elected:
        _check_order(stood, elected, table, last, where, problems)
    return Ward(
        code=code,
        name=first[names["ward"]],
        council_code=first[names[council_code]],
        council=first[names[council]],
        vacancies=vacancies or elected,
        electorate=electorate,
        total=total,
        complete=bool(complete),
        opposed=opposed,
        stood=stood,
        line=first.line,
        elected_by=first[names["elected by"]] if names["elected by"] else "",
    )


def _stood(row: Row, names: dict[str, str], table: Table, problems: list[Problem], where: str) -> Stood | None:
    name = row[names["name"]]
    votes = whole(row[names["votes"]], "Votes", table, row, problems, where=f"{name}, {where}")
    elected = yes_no(row[names["elected"]], "Elected", table, row, problems)
    effective = yes_no(row[names["effective"]], "Vote effective", table, row, problems)
    for key, given in (("name", name), ("votes", row[names["votes"]]), ("elected", row[names["elected"]])):
        if not given:
            found = f"a blank for {key}"
            problems.append(problem(where, found, "a value", "Fill it in.", file=table.file, line=row.line))
    if votes is None or elected is None:
        return None
    return Stood(
        name=name,
        party=row[names["party"]],
        votes=votes,
        elected=elected,
        incumbent=yes_no(row[names["incumbent"]], "Incumbent", table, row, problems) if names["incumbent"] else None,
        effective=bool(effective),
    )


def _once(rows: list[Row], names: dict[str, str], table: Table, problems: list[Problem], where: str) -> None:
    """Report a ward's candidate given twice: the same number, or the same name, party and votes."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[names[k]] for k in ("council code", "name", "party", "votes"))
        number = ("number", row[names["number"]]) if names["number"] and row[names["number"]] else None
        for mark in filter(None, (key, number)):
            if mark in seen and row[names["council code"]] == seen[mark][names["council code"]]:
                found = f"{row[names['name']]} a second time, or a number twice (first on line {seen[mark].line})"
                problems.append(
                    problem(where, found, "each candidate once", "Remove one.", file=table.file, line=row.line)
                )
                break
            seen[mark] = row
    codes = {row[names["council code"]] for row in rows}
    if len(codes) > 1:
        found = f"the ward under {len(codes)} councils ({', '.join(sorted(codes))})"
        problems.append(problem(where, found, "one", "Mend the code.", file=table.file, line=rows[-1].line))


def _same(
    rows: list[Row], key: str, names: dict[str, str], table: Table, problems: list[Problem], where: str
) -> int | None:
    """Return what every row of a ward gives alike; report where they differ."""
    values: dict[int | None, Row] = {}
    for row in rows:
        values.setdefault(whole(row[names[key]], names[key], table, row, problems, where=where), row)
    if len(values) > 1:
        found = f"{names[key]} given as {' and '.join(str(value) for value in values)}"
        line = list(values.values())[-1].line
        problems.append(problem(where, found, "one figure for a ward", "Mend it.", file=table.file, line=line))
    return next(iter(values), None)


def _complete(
    stood: tuple[Stood, ...], total: int | None, rows: list[Row], names: dict[str, str], opposed: bool
) -> bool | None:
    """Return whether a ward's candidates make its total: False where one is missing, None where they do not foot.

    A file that gives each candidate's share as well bears out its own total: where every share is the votes over the
    total, and the votes do not reach it, it is a candidate that is missing and not a figure that is wrong.
    """
    if total is None or not opposed:
        return True
    if total in (sum(s.votes for s in stood), sum(s.votes for s in stood if s.effective)):
        return True
    shares = [row[names["percent"]] for row in rows] if names["percent"] else []
    if not shares or sum(s.votes for s in stood) > total:
        return None
    for share, candidate in zip(shares, stood, strict=False):
        try:
            if abs(float(share) - candidate.votes / total) > 1e-6:
                return None
        except ValueError:
            return None
    return False


def _check_order(
    stood: tuple[Stood, ...], elected: int, table: Table, row: Row, where: str, problems: list[Problem]
) -> None:
    """Report someone elected with fewer votes than someone who was not."""
    least = min((s.votes for s in stood if s.elected), default=0)
    for loser in stood:
        if not loser.elected and loser.votes > least:
            found = f"{loser.name} not elected with {loser.votes:,}, while one with {least:,} was"
            wanted = f"the {elected} with most votes elected"
            problems.append(problem(where, found, wanted, "Mend the column.", file=table.file, line=row.line))
            return
