"""Tables of American presidential elections by county, whichever layout each has, footed county by county."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.imported import Progress
from tellers.exchange.us_states import STATE_BY_FIPS, STATE_NAMES
from tellers.pack.contests import slug
from tellers.pack.tables import Row, Table, problem, read_table

_MEDSL = {"democrat": "dem", "republican": "rep", "green": "green"}
# MEDSL's older and newer names for the same columns.
_LONG = ("year", "state_po", "county", "FIPS", "party", "candidatevotes", "totalvotes")
_NEWER = ("year", "state_po", "county_name", "county_fips", "party", "candidatevotes", "totalvotes")
_TALL = ("state_name", "county_fips", "county_name", "votes_gop", "votes_dem", "total_votes")
_OLD = ("votes_dem", "votes_gop", "total_votes", "state_abbr", "county_name", "combined_fips")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsOptions:
    """What the tables do not say.

    Args:
        year: Which election, where a table has several.
        previous_year: Which election is the basis; None for the newest before `year`.
        encoding: How the tables are written: some of these are in Latin-1.
        known_wrong: Counties whose row is known to be wrong: they stay areas of the election, without figures.
    """

    id: str | None = None
    year: int | None = None
    polling_day: date | None = None
    previous_year: int | None = None
    encoding: str = "utf-8"
    known_wrong: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county in one election; a party's votes are None where the table says that they are not known."""

    fips: str
    name: str
    state: str
    votes: dict[str, int | None]
    line: int


Years = dict[int, dict[str, County]]


class TableReader:
    """The tables as they are read: counties by year and code, and what is wrong with each year's rows."""

    def __init__(self, options: UsOptions) -> None:
        self.options = options
        self.years: Years = {}
        self.problems: list[tuple[int | None, Problem]] = []

    def read(self, paths: Iterable[Path], progress: Progress | None) -> Years:
        """Return the counties of tables, whichever layout each has."""
        for path in paths:
            problems: list[Problem] = []
            table = read_table(path, problems, required=(), encoding=self.options.encoding)
            self.problems += [(None, found) for found in problems]
            if table is None:
                continue
            columns = set(table.columns)
            if columns.issuperset(_LONG) or columns.issuperset(_NEWER):
                self._long(table)
            elif columns.issuperset(_TALL):
                self._tall(table, self._year_of(path, table), fips="county_fips")
            elif columns.issuperset(_OLD):
                self._tall(table, self._year_of(path, table), fips="combined_fips")
            elif "fips_code" in columns and any(c.startswith("total_") for c in columns):
                self._wide(table)
            else:
                self._wrong_columns(table, columns)
            if progress is not None:
                progress(len(table.rows))
        return self.years

    def _wrong(
        self, year: int | None, where: str, found: str, wanted: str, remedy: str, table: Table, line: int
    ) -> None:
        self.problems.append((year, problem(where, found, wanted, remedy, file=table.file, line=line)))

    def _wrong_columns(self, table: Table, columns: set[str]) -> None:
        near = max((_LONG, _NEWER, _TALL, _OLD), key=lambda layout: len(columns.intersection(layout)) / len(layout))
        for column in (column for column in near if column not in columns):
            found = f"the columns {', '.join(table.columns)}"
            self._wrong(None, "header", found, f'a column "{column}"', "Give the whole table.", table, 1)

    def _year_of(self, path: Path, table: Table) -> int:
        """Return the year of a table of one year: the one in its name, or else the one asked for."""
        named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", path.name)
        if named:
            return int(named[0])
        if self.options.year is None:
            wanted = "a year in the file's name, or --year"
            self._wrong(None, "year", "neither", wanted, "Give it with --year.", table, 1)
        return self.options.year or 0

    def _votes(self, row: Row, column: str, table: Table, year: int | None, where: str) -> int | None:
        """Return a figure; these tables write some whole numbers as 123.0, and one not known as NA."""
        text = row[column]
        if text in ("", "NA"):
            return None
        if re.fullmatch(r"\d+(\.0+)?", text):
            return int(text.partition(".")[0])
        wanted = "a whole number, or NA where it is not known"
        self._wrong(year, where, f'"{text}" for {column}', wanted, "Mend it.", table, row.line)
        return None

    def _put(self, year: int, county: County, table: Table) -> None:
        counties = self.years.setdefault(year, {})
        if county.fips in counties:
            found = f"{county.name}, {county.state} a second time (first on line {counties[county.fips].line})"
            self._wrong(year, county.fips, found, "each county once", "Remove one.", table, county.line)
            return
        counties[county.fips] = county

    def _foot(
        self,
        year: int,
        fips: str,
        where: str,
        made: int,
        total: int | None,
        table: Table,
        line: int,
        *,
        least: bool = False,
    ) -> bool:
        """Return whether a county's votes are to be taken: they make its total, or (with `least`) do not pass it."""
        if fips in self.options.known_wrong:
            return False
        if total is None or made == total or (least and made < total):
            return True
        wanted = f"{'at most ' if least else ''}{total:,}, the county's total"
        remedy = f"Mend the row; or leave the county's figures out with --known-wrong {fips}."
        self._wrong(year, where, f"{made:,} votes", wanted, remedy, table, line)
        return False

    def _long(self, table: Table) -> None:
        """Read a row to each candidate (MIT Election Data and Science Lab)."""
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in table.rows:
            county, fips = row["county"] or row["county_name"], row["FIPS"] or row["county_fips"]
            groups.setdefault((row["year"], row["state_po"], county, fips), []).append(row)
        for (text, state, name, code), rows in groups.items():
            where, line = f"{name}, {state} {text}", rows[0].line
            if not text.isdecimal():
                self._wrong(None, where, f'the year "{text}"', "a year", "Mend it.", table, line)
                continue
            year = int(text)
            if state in ("NA", ""):
                state = _state_of_name(name, rows[0]["state"])
            votes = self._of_candidates(rows, year, where, table)
            fips = _fips(code, state, name)
            total = self._votes(rows[0], "totalvotes", table, year, where)
            known = [votes_of for votes_of in votes.values() if votes_of is not None]
            # The total beside votes of no county is not theirs.
            if code.isdecimal() and not self._foot(
                year, fips, where, sum(known), total, table, line, least=len(known) < len(votes)
            ):
                votes = dict.fromkeys(votes)
            self._put(year, County(fips=fips, name=name, state=state, votes=votes, line=line), table)

    def _of_candidates(self, rows: list[Row], year: int, where: str, table: Table) -> dict[str, int | None]:
        votes: dict[str, int | None] = {}
        seen: set[str] = set()
        # Some counties give each way of voting a row, and their sum one more.
        total = [row for row in rows if row["mode"] == "TOTAL"]
        for row in total or rows:
            party = _MEDSL.get(row["party"].lower(), "oth")
            number = self._votes(row, "candidatevotes", table, year, where)
            key = f"{row['party']}|{row['candidate']}|{row['mode']}"
            if key in seen:
                found = f"{row['candidate']} ({row['party']}) a second time"
                self._wrong(year, where, found, "each once", "Remove one.", table, row.line)
            seen.add(key)
            old = votes.get(party, 0)
            votes[party] = None if number is None or old is None else old + number
        return votes

    def _tall(self, table: Table, year: int, *, fips: str) -> None:
        """Read a row to each county: Democrats, Republicans, all votes."""
        states: dict[str, list[tuple[Row, dict[str, int | None]]]] = {}
        for row in table.rows:
            where = f"{row['county_name']}, {row['state_name'] or row['state_abbr']}"
            dem, rep, total = (
                self._votes(row, column, table, year, where) for column in ("votes_dem", "votes_gop", "total_votes")
            )
            votes: dict[str, int | None] = {"dem": dem, "rep": rep, "oth": None}
            state = row["state_abbr"] or STATE_BY_FIPS.get(row[fips].zfill(5)[:2], row["state_name"])
            code = _fips(row[fips], state, row["county_name"])
            if dem is not None and rep is not None and total is not None:
                if self._foot(year, code, where, dem + rep, total, table, row.line, least=True):
                    votes["oth"] = total - dem - rep
                else:
                    votes = dict.fromkeys(votes)
            states.setdefault(state, []).append((row, votes))
        for state, rows in states.items():
            if len(rows) > 1 and len({tuple(votes.values()) for _, votes in rows}) == 1:
                # Alaska's total, which the table of 2016 repeats for every borough: one area, or it counts 29 times.
                rows = rows[:1]
                code = next((f for f, name in STATE_BY_FIPS.items() if name == state), "00")
                name = f"{STATE_NAMES.get(state, state)} (whole state)"
            else:
                code = name = ""
            for row, votes in rows:
                county = County(
                    fips=f"{code}000" if code else _fips(row[fips], state, row["county_name"]),
                    name=name or row["county_name"],
                    state=state,
                    votes=votes,
                    line=row.line,
                )
                self._put(year, county, table)

    def _wide(self, table: Table) -> None:
        """Read several years beside each other: total_2008, dem_2008, gop_2008, oth_2008 …"""
        for text in sorted({c[-4:] for c in table.columns if re.fullmatch(r"total_\d{4}", c)}):
            missing = [f"{head}_{text}" for head in ("dem", "gop", "oth") if f"{head}_{text}" not in table.columns]
            for column in missing:
                found = f"the columns {', '.join(table.columns)}"
                self._wrong(None, "header", found, f'a column "{column}"', "Give the whole table.", table, 1)
            for row in table.rows if not missing else ():
                self._wide_row(table, row, int(text))

    def _wide_row(self, table: Table, row: Row, year: int) -> None:
        where, fips = f"{row['county']} ({row['fips_code']}) {year}", row["fips_code"].zfill(5)
        dem, rep, others, total = (
            self._votes(row, f"{head}_{year}", table, year, where) for head in ("dem", "gop", "oth", "total")
        )
        votes = {"dem": dem, "rep": rep, "oth": others}
        known = [number for number in votes.values() if number is not None]
        if not self._foot(year, fips, where, sum(known), total, table, row.line, least=len(known) < 3):
            votes = dict.fromkeys(votes)
        state = STATE_BY_FIPS.get(fips[:2], fips[:2])
        self._put(year, County(fips=fips, name=row["county"], state=state, votes=votes, line=row.line), table)


def _fips(text: str, state: str, name: str) -> str:
    """Return a county's code in five digits; for votes tied to no county, the state and the name."""
    digits = text.partition(".")[0]
    return digits.zfill(5) if digits.isdecimal() else f"{state.lower()}-{slug(name)}"


def _state_of_name(name: str, state: str) -> str:
    """Return a state for rows without one: votes of a state tied to no county, named for it or for what they are."""
    for code, full in STATE_NAMES.items():
        if full.casefold() in (state.casefold(), name.casefold()) or name.casefold().startswith(full.casefold()):
            return code
    return {"Statewide writein": "CT", "Federal Precinct": "RI"}.get(name, "US")
