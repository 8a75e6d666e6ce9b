"""The Bundeswahlleiterin's tables of a Bundestag election: kerg.csv (wide) and kerg2.csv (long), read and footed."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tellers.errors import Problem
from tellers.pack.tables import problem, read_text

_LONG = ("Wahltag", "Gebietsart", "Gebietsnummer", "Gebietsname", "Gruppenart", "Gruppenname", "Stimme", "Anzahl")
_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november")
# Polling days, for files that give the year alone.
_DAYS = {2002: (9, 22), 2005: (9, 18), 2009: (9, 27), 2013: (9, 22), 2017: (9, 24), 2021: (9, 26), 2025: (2, 23)}
_SYSTEM = {"Wahlberechtigte": "electorate", "Wähler": "voters", "Wählende": "voters"}
_INDEPENDENTS = "Einzelbewerber/Wählergruppe"
FIRST, SECOND = 1, 2


@dataclass(slots=True)
class Period:
    """A place's figures in one election: `invalid`, `valid` and `votes` by vote, first (1) and second (2)."""

    electorate: int | None = None
    voters: int | None = None
    invalid: dict[int, int] = field(default_factory=dict)
    valid: dict[int, int] = field(default_factory=dict)
    votes: dict[int, dict[str, int]] = field(default_factory=lambda: {FIRST: {}, SECOND: {}})


@dataclass(slots=True)
class Place:
    """A constituency, a Land or the whole country, now and in the period before.

    Args:
        elected: The party of the member elected; "–" where the first has no seat; None where the file does not say.
    """

    kind: str
    number: str
    name: str
    parent: str
    line: int
    elected: str | None = None
    now: Period = field(default_factory=Period)
    before: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kerg:
    """A table: its places, and whether its result is provisional."""

    file: str
    day: date | None
    provisional: bool
    constituencies: tuple[Place, ...]
    lands: Mapping[str, Place]


def read_kerg(path: Path, problems: list[Problem]) -> Kerg | None:
    """Return a table, with what is wrong added to `problems`.

    The table of 2013 is in Latin-1, as the office published it; every other is UTF-8.
    """
    file = str(path)
    trial: list[Problem] = []
    text = read_text(path, trial)
    if text is None and any("not UTF-8" in found.found for found in trial):
        old = read_text(path, [], encoding="latin-1")
        # Only a table that says in its own first lines that it is the office's may be in the office's old encoding.
        if old is not None and "Der Bundeswahlleiter" in old[:200]:
            text, trial = old, []
    problems.extend(trial)
    if text is None:
        return None
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    rows = [[cell.strip() for cell in row] for row in rows]
    head = next((n for n, row in enumerate(rows) if row[:2] == ["Nr", "Gebiet"]), None)
    long = next((n for n, row in enumerate(rows) if row[:1] == ["Wahlart"]), None)
    if long is not None:
        places = _long(rows, long, file, problems)
        day = _long_day(rows, long)
    elif head is not None:
        places = _wide(rows, head, file, problems)
        day = _day(" ".join(" ".join(row) for row in rows[:head]))
    else:
        wanted = 'a header that begins "Nr;Gebiet" (kerg.csv) or "Wahlart;Wahltag" (kerg2.csv)'
        found = f"the first line {';'.join(rows[0])[:60]!r}" if rows else "no rows"
        problems.append(problem("header", found, wanted, "Give the table of the office.", file=file, line=1))
        return None
    if not problems:
        _check(places, file, problems)
    if problems:
        return None
    preliminary = "vorläufig" in text[:20_000].casefold()
    return Kerg(
        file=file,
        day=day,
        provisional=preliminary,
        constituencies=tuple(place for place in places if place.kind == "Wahlkreis"),
        lands={place.number: place for place in places if place.kind == "Land"},
    )


def _day(text: str) -> date | None:
    match = re.search(r"(\d{1,2})\.\s*([A-Za-zä]+)\s+(\d{4})", text)
    if match and match[2].casefold() in (*_MONTHS, "dezember"):
        return date(int(match[3]), (*_MONTHS, "dezember").index(match[2].casefold()) + 1, int(match[1]))
    year = re.search(r"Bundestagswahl (\d{4})", text)
    if year and int(year[1]) in _DAYS:
        return date(int(year[1]), *_DAYS[int(year[1])])
    return None


def _number(text: str) -> int | None:
    if text in ("", "-", "–"):
        return None
    if not (text.isdecimal() and text.isascii()):
        raise ValueError(text)
    return int(text)


def _wide(rows: list[list[str]], head: int, file: str, problems: list[Problem]) -> list[Place]:
    """Return the places of kerg.csv: four columns to a group, first and second votes, each now and before."""
    header = rows[head]
    third = header[2]
    start = next((n for n, cell in enumerate(header) if cell.startswith("Wahlberechtigte")), None)
    chosen = header.index("Gewählt") if "Gewählt" in header else None
    groups = [(n, name) for n, name in enumerate(header) if start is not None and n >= start and name]
    names = [name.removesuffix(" Stimmen") for _, name in groups]
    for wanted in ("Wahlberechtigte", "Ungültige", "Gültige"):
        if wanted not in names:
            found = f"the columns {', '.join(names[:8])}"
            problems.append(
                problem("header", found, f'a column "{wanted}"', "Give the whole table.", file=file, line=head + 1)
            )
    if not third.startswith("gehört"):
        problems.append(problem("header", f'"{third}"', '"gehört zu"', "Mend the header.", file=file, line=head + 1))
    if any(p.file == file for p in problems):
        return []
    places = []
    for line, row in enumerate(rows[head + 1 :], head + 2):
        if len(row) < 4 or not (row[0].isdecimal() and row[0].isascii()):
            continue
        place = Place(kind=_kind(row), number=row[0], name=row[1], parent=row[2], line=line)
        if chosen is not None and row[chosen]:
            place.elected = row[chosen]
        width = groups[-1][0] + 4
        if len(row) < width - 3:
            found = f"{len(row)} cells"
            problems.append(problem(row[1], found, f"{width}", "Give the whole row.", file=file, line=line))
            continue
        row = row + [""] * (width - len(row))
        for (column, _), name in zip(groups, names, strict=True):
            for offset, (vote, period) in enumerate(
                ((FIRST, place.now), (FIRST, place.before), (SECOND, place.now), (SECOND, place.before))
            ):
                _put(period, name, vote, row[column + offset], place, file, problems)
        places.append(place)
    return places


def _kind(row: list[str]) -> str:
    if row[2] == "99":
        return "Land"
    return "Wahlkreis" if row[2] else "Bund"


def _put(period: Period, name: str, vote: int, text: str, place: Place, file: str, problems: list[Problem]) -> None:
    try:
        number = _number(text)
    except ValueError:
        wanted = "a whole number, or a blank where there is none"
        problems.append(problem(place.name, f'"{text}" for {name}', wanted, "Mend it.", file=file, line=place.line))
        return
    if number is None:
        return
    if name in _SYSTEM:
        known = getattr(period, _SYSTEM[name])
        setattr(period, _SYSTEM[name], number)
        if known not in (None, number):
            found = f"{known:,} and {number:,} for {name}"
            problems.append(problem(place.name, found, "one figure", "Mend one.", file=file, line=place.line))
    elif name == "Ungültige":
        period.invalid[vote] = number
    elif name == "Gültige":
        period.valid[vote] = number
    elif name in period.votes[vote]:
        found = f"{name} a second time"
        problems.append(problem(place.name, found, "each party once", "Remove one.", file=file, line=place.line))
    else:
        period.votes[vote][name] = number


def _long_day(rows: list[list[str]], head: int) -> date | None:
    if len(rows) > head + 1 and "Wahltag" in rows[head]:
        text = rows[head + 1][rows[head].index("Wahltag")]
        match = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
    return None


def _long(rows: list[list[str]], head: int, file: str, problems: list[Problem]) -> list[Place]:
    """Return the places of kerg2.csv: a row to each place, group and vote."""
    header = rows[head]
    for column in (column for column in _LONG if column not in header):
        found = f"the columns {', '.join(header)}"
        problems.append(
            problem("header", found, f'a column "{column}"', "Give the whole table.", file=file, line=head + 1)
        )
    if problems:
        return []
    places: dict[tuple[str, str], Place] = {}
    for line, cells in enumerate(rows[head + 1 :], head + 2):
        row = dict(zip(header, cells, strict=False))
        if not any(cells):
            continue
        if (
            len(cells) < len(_LONG)
            or not row.keys() >= set(_LONG)
            or row["Stimme"] not in ("", "1", "2")
            or not (row["Gebietsnummer"].isdecimal() and row["Gebietsnummer"].isascii())
        ):
            found = f'{len(cells)} cells, number "{row.get("Gebietsnummer", "")}", Stimme "{row.get("Stimme", "")}"'
            wanted = "the header's cells, a place's number, and first votes (1), second votes (2) or neither"
            problems.append(problem("row", found, wanted, "Mend the row.", file=file, line=line))
            continue
        key = (row["Gebietsart"], row["Gebietsnummer"])
        place = places.get(key)
        if place is None:
            place = places[key] = Place(
                kind=key[0], number=key[1], name=row["Gebietsname"], parent=row.get("UegGebietsnummer", ""), line=line
            )
        place.elected = row.get("Gewählt") or place.elected
        vote = int(row["Stimme"]) if row["Stimme"] else FIRST
        _put(place.now, row["Gruppenname"], vote, row["Anzahl"], place, file, problems)
        _put(place.before, row["Gruppenname"], vote, row.get("VorpAnzahl", ""), place, file, problems)
    return list(places.values())


def _check(places: list[Place], file: str, problems: list[Problem]) -> None:
    """Report a place given twice, one whose parties do not make its valid votes, and Länder that are not their sum."""
    seen: dict[tuple[str, str], Place] = {}
    sums: dict[str, dict[tuple[int, str], int]] = {}
    for place in places:
        key = (place.kind, place.number)
        if key in seen:
            found = f"{place.name} a second time (first on line {seen[key].line})"
            problems.append(problem(place.name, found, "each place once", "Remove one.", file=file, line=place.line))
        seen[key] = place
        for vote in (FIRST, SECOND):
            _foot(place, vote, file, problems)
        if place.kind == "Wahlkreis":
            total = sums.setdefault(place.parent.lstrip("0"), {})
            for vote, parties in place.now.votes.items():
                for party, number in parties.items():
                    total[vote, party] = total.get((vote, party), 0) + number
    for place in places:
        if place.kind != "Land":
            continue
        made = sums.get(place.number.lstrip("0")) or sums.get(_without_nine(place.number), {})
        for vote, parties in place.now.votes.items():
            for party, number in parties.items():
                if party == _INDEPENDENTS and (vote, party) not in made:
                    continue  # One row for all of a Land's; its constituencies name each.
                if made.get((vote, party), 0) != number:
                    found = f"{number:,} {('first', 'second')[vote - 1]} votes for {party}"
                    wanted = f"{made.get((vote, party), 0):,}, the sum of its constituencies"
                    remedy = "Mend the figure that is wrong."
                    problems.append(problem(place.name, found, wanted, remedy, file=file, line=place.line))
    if not any(place.kind == "Wahlkreis" for place in places):
        problems.append(problem("", "no constituencies", "their rows", "Give the whole table.", file=file, line=1))


def _without_nine(number: str) -> str:
    """Return a Land's number as the constituencies have it: in 2013 the Länder's own rows count from 901."""
    return number[1:].lstrip("0") if len(number) == 3 and number[0] == "9" else number


def _foot(place: Place, vote: int, file: str, problems: list[Problem]) -> None:
    now = place.now
    valid, made = now.valid.get(vote), sum(now.votes[vote].values())
    which = ("first", "second")[vote - 1]
    if valid is not None and made != valid:
        found, wanted = f"{made:,} {which} votes over its parties", f"{valid:,}, the valid {which} votes"
        problems.append(
            problem(place.name, found, wanted, "Mend the figure that is wrong.", file=file, line=place.line)
        )
    invalid = now.invalid.get(vote)
    if valid is not None and invalid is not None and now.voters is not None and valid + invalid != now.voters:
        found = f"{valid + invalid:,} valid and invalid {which} votes"
        wanted = f"{now.voters:,}, those who voted"
        problems.append(
            problem(place.name, found, wanted, "Mend the figure that is wrong.", file=file, line=place.line)
        )
