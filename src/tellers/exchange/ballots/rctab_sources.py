"""The papers of a contest that RCTab's configuration describes, from whatever machine they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tellers.count.ballots import Papers, Ranking, group_papers
from tellers.errors import InputError, Problem
from tellers.exchange.ballots.clear_ballot import read_clear_ballot
from tellers.exchange.ballots.dominion import read_dominion
from tellers.exchange.ballots.ess import EssForm, read_ess
from tellers.exchange.ballots.hart import read_hart
from tellers.exchange.ballots.lines import (
    Problems,
    Progress,
    cells_of,
    count_lines,
    decode,
    find_line,
    not_utf8,
    open_ballots,
)
from tellers.exchange.ballots.named import WRITE_IN, WRITE_IN_NAME, Mark, NamedMarks, resolve
from tellers.exchange.ballots.nist_cvr import read_named
from tellers.exchange.ballots.rctab import ConfiguredSource, RctabConfig

_Read = Callable[[RctabConfig, ConfiguredSource, Progress | None], NamedMarks]


def read_configured(config: RctabConfig, progress: Progress | None = None) -> Papers:
    """Return the papers of every source of a configuration, under the configured names.

    Raises:
        InputError: A source is of no known kind or cannot be read, or marks a name that is nobody's; all problems of
            all sources together.
    """
    names = [candidate.name for candidate in config.candidates]
    index = {alias: place for place, each in enumerate(config.candidates) for alias in (each.name, *each.aliases)}
    written: list[int] = []
    if config.has_write_ins:
        written = [len(names)]
        index[WRITE_IN] = len(names)
        names.append(WRITE_IN_NAME)
    rankings: Counter[Ranking] = Counter()
    found: list[Problem] = []
    for source in config.sources:
        problems = Problems(str(source.path))
        try:
            named = _reader(config, source)(config, source, progress)
            rankings += resolve(named, index, problems, ranks=config.ranks)
            problems.refuse_any()
        except InputError as error:
            found += error.problems
    if found:
        raise InputError(*found)
    return group_papers(
        names,
        rankings,
        withdrawn=[place for place, each in enumerate(config.candidates) if each.excluded],
        write_ins=written,
        seats=config.seats or None,
        title=config.contest,
    )


def _reader(config: RctabConfig, source: ConfiguredSource) -> _Read:
    kinds: dict[str, _Read] = {
        "ess": _ess,
        "cdf": _cdf,
        "clearballot": _clear_ballot,
        "dominion": _dominion,
        "hart": _hart,
        "genericcsv": _generic_csv,
        "csv": _generic_csv,
    }
    if source.provider not in kinds:
        raise InputError(
            Problem(
                where=f"source {source.path.name}",
                found=f"provider {source.provider!r}",
                wanted="ess, cdf, clearBallot, dominion, hart or genericCsv",
                remedy="Correct the provider.",
                file=config.file,
            )
        )
    return kinds[source.provider]


def _ess(config: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    if source.first_column is None or source.first_row is None:
        raise InputError(
            Problem(
                where=f"source {source.path.name}",
                found="no first column or row of votes",
                wanted="firstVoteColumnIndex and firstVoteRowIndex, from 1",
                remedy="Add them to the configuration.",
                file=config.file,
            )
        )
    form = EssForm(
        first_column=source.first_column - 1,
        first_row=source.first_row,
        ranks=config.ranks,
        overvote=source.overvote,
        skipped=source.skipped,
        write_in=source.write_in,
        delimiter=source.delimiter,
        blank_is_write_in=source.blank_is_write_in,
    )
    return read_ess(source.path, form, progress)


def _cdf(_: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    return read_named(source.path, contest=source.contest, overvote=source.overvote, progress=progress)


def _clear_ballot(_: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    return read_clear_ballot(source.path, contest=source.contest, write_in=source.write_in, progress=progress)


def _dominion(_: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    return read_dominion(source.path, contest=source.contest, write_in=source.write_in, progress=progress)


def _hart(_: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    return read_hart(source.path, contest=source.contest, write_in=source.write_in, progress=progress)


def _generic_csv(_: RctabConfig, source: ConfiguredSource, progress: Progress | None) -> NamedMarks:
    """Read a CSV with a column for each candidate, whose cells are ranks."""
    problems = Problems(str(source.path))
    first = (source.first_column or 2) - 1
    named = NamedMarks()
    with open_ballots(source.path) as stream:
        header = stream.readline()
        columns = [cell.strip() for cell in cells_of(decode(header) or "")]
        rows = count_lines(stream, progress)
    named.listed = columns[first:]
    # Rows before the first of votes are more headers: the header itself is row 1.
    skip = (source.first_row or 2) - 2
    for place, (raw, times) in enumerate(rows.items()):
        text = decode(raw)
        if text is None:
            not_utf8(problems, find_line(source.path, raw), raw)
        elif text and place >= skip:
            paper = _ranks(problems, source.path, raw, cells_of(text), columns, first, source.write_in)
            if paper not in named.first:
                named.first[paper] = find_line(source.path, raw, after=1)
            named.marks[paper] += times
    problems.refuse_any()
    return named


def _ranks(
    problems: Problems, path: Path, raw: bytes, cells: list[str], columns: list[str], first: int, write_in: str
) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    if len(cells) > len(columns):
        problems.add(find_line(path, raw, after=1), "row", f"{len(cells)} cells", f"{len(columns)}", "Correct the row.")
        return ()
    for name, cell in zip(columns[first:], cells[first:], strict=False):
        if not cell.strip():
            continue
        if not cell.strip().isdecimal() or int(cell) == 0:
            problems.add(
                find_line(path, raw, after=1), f"rank of {name}", repr(cell), "a rank from 1", "Correct the cell."
            )
        else:
            marks.append((int(cell), WRITE_IN if write_in and name == write_in else name))
    return tuple(sorted(marks))
