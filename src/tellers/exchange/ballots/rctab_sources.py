"""The papers of a contest that RCTab's configuration describes, from whatever machine they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import chain

from tellers.count.ballots import Entry, Papers, Ranking, group_papers
from tellers.errors import InputError, Problem
from tellers.exchange.ballots.clear_ballot import read_clear_ballot
from tellers.exchange.ballots.csv_ballots import CsvForm, read_csv_rankings
from tellers.exchange.ballots.dominion import read_dominion
from tellers.exchange.ballots.ess import EssForm, read_ess
from tellers.exchange.ballots.hart import read_hart
from tellers.exchange.ballots.lines import Problems, Progress, cells_of, decode, open_ballots
from tellers.exchange.ballots.named import RANK_MAX, WRITE_IN, WRITE_IN_NAME, NamedMarks, resolve
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
        try:
            rankings.update(_rankings(config, source, index, progress))
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


def _rankings(
    config: RctabConfig, source: ConfiguredSource, index: Mapping[str, int], progress: Progress | None
) -> Mapping[Ranking, int]:
    """Return one source's papers under the configured names."""
    if source.provider in ("genericcsv", "csv"):
        return _generic_csv(config, source, index, progress)
    problems = Problems(str(source.path))
    named = _reader(config, source)(config, source, progress)
    rankings = resolve(named, index, problems, ranks=config.ranks)
    problems.refuse_any()
    return rankings


def _reader(config: RctabConfig, source: ConfiguredSource) -> _Read:
    kinds: dict[str, _Read] = {
        "ess": _ess,
        "cdf": _cdf,
        "clearballot": _clear_ballot,
        "dominion": _dominion,
        "hart": _hart,
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


def _generic_csv(
    config: RctabConfig, source: ConfiguredSource, index: Mapping[str, int], progress: Progress | None
) -> Mapping[Ranking, int]:
    """Read a CSV with a column for each candidate, whose cells are ranks."""
    with open_ballots(source.path) as stream:
        width = len(cells_of(decode(stream.readline()) or ""))
    form = CsvForm(
        kind="candidates",
        first=(source.first_column or 2) - 1,
        last=width,
        delimiter=None,
        skip=max((source.first_row or 2) - 2, 0),
        ranks_max=config.ranks or RANK_MAX,
    )
    names, papers, _ = read_csv_rankings(source.path, form=form, progress=progress)
    place = [index.get(WRITE_IN if source.write_in and name == source.write_in else name) for name in names]
    marked = {mark for ranking in papers for mark in chain.from_iterable(map(_marks_of, ranking))}
    problems = Problems(str(source.path))
    for column in sorted(mark for mark in marked if place[mark] is None):
        problems.add(
            1,
            "header",
            f"candidate {names[column]!r}, who is marked",
            f"one of {', '.join(sorted(name for name in index if name != WRITE_IN))}",
            "Add the candidate, another name for one, or the label of write-ins to the configuration.",
        )
    problems.refuse_any()
    known = [0 if found is None else found for found in place]
    return {tuple(_moved(entry, known) for entry in ranking): number for ranking, number in papers.items()}


def _marks_of(entry: Entry) -> tuple[int, ...]:
    return () if entry is None else (entry,) if isinstance(entry, int) else entry


def _moved(entry: Entry, known: list[int]) -> Entry:
    """Return an entry with the columns of a file made candidates of the configuration."""
    if entry is None:
        return None
    return known[entry] if isinstance(entry, int) else tuple(sorted(known[mark] for mark in entry))
