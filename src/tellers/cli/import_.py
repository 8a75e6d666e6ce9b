"""`tellers import`: a pack from a published file, one command to a format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from tellers.exchange.imported import Imported, Progress, save

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path)


class _Day(click.ParamType[date]):
    """A day, written 2024-07-04."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'found "{value}", wanted a day such as 2024-07-04', param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What every format is asked for: the pack's folder, what its files do not tell, and how the folder is written."""

    out: Path
    id: str | None
    polling_day: date | None
    replace: bool
    recorded_at: str | None


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every format has; the command is given them together as `wanted`."""

    @wraps(command)
    def made(
        *, out: Path, id: str | None, polling_day: date | None, replace: bool, recorded_at: str | None, **own: Any
    ) -> None:
        wanted = _Wanted(out=out, id=id, polling_day=polling_day, replace=replace, recorded_at=recorded_at)
        command(wanted=wanted, **own)

    for option in (
        click.option(
            "--recorded-at",
            metavar="TIME",
            help="When the log is made, ISO 8601 with a zone; now, where left out. One time gives the same bytes.",
        ),
        click.option("--replace", is_flag=True, help="Write over a pack that is there."),
        click.option("--date", "polling_day", type=_Day(), help="Polling day, where the files do not tell it."),
        click.option("--id", "id", help="The election's id, instead of one made of its day."),
        click.option("--out", metavar="PACK", type=_FILE, required=True, help="The folder to make."),
    ):
        made = option(made)
    return made


def _files(command: _Command) -> _Command:
    return click.argument("files", metavar="FILE…", type=_FILE, nargs=-1, required=True)(command)


def _previous(command: _Command) -> _Command:
    return click.option(
        "--previous", type=_FILE, multiple=True, metavar="FILE", help="The earlier poll, for change; may be repeated."
    )(command)


@contextmanager
def _progress(label: str) -> Iterator[Progress]:
    """Yield a callback that shows rows read on a terminal's standard error, and is silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    with click.progressbar(
        length=0, label=label, file=sys.stderr, show_eta=False, show_percent=False, show_pos=True
    ) as bar:

        def advance(rows: int) -> None:
            bar.length = (bar.length or 0) + rows
            bar.update(rows)

        yield advance


def _save(imported: Imported, wanted: _Wanted) -> None:
    """Write the pack, and say what it holds."""
    moment = datetime.now(UTC) if wanted.recorded_at is None else datetime.fromisoformat(wanted.recorded_at)
    if moment.tzinfo is None:
        raise click.BadParameter(
            f'found "{wanted.recorded_at}", wanted a time with its zone', param_hint="--recorded-at"
        )
    events = tuple(imported.events or ())
    save(
        Imported(
            election=imported.election,
            events=events,
            source=imported.source,
            sources=imported.sources,
            maps=imported.maps,
        ),
        wanted.out,
        recorded_at=moment.replace(microsecond=0),
        replace=wanted.replace,
    )
    election = imported.election
    click.echo(
        f"{wanted.out}: {election.name}; {_several(len(election.contests), 'contest')}, "
        f"{_several(len(election.areas), 'area')}, {_several(len(events), 'event')}. See {wanted.out / 'SOURCE.md'}."
    )
    click.echo(f"Next: tellers board {wanted.out}")


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@click.group("import")
def command() -> None:
    """Make a pack from a published file: `tellers import FORMAT FILE… --out PACK`.

    A file that is wrong is refused with every problem's file and line, and then nothing is made.
    """


@command.command("commons-ge")
@_files
@_previous
@click.option("--times", type=_FILE, metavar="FILE", help="Declaration times: columns ons_id, declared_at_utc.")
@click.option("--basis-id", help='Id of the basis that --previous makes, such as "ge-2019".')
@click.option("--basis-name", help='What it is called, such as "general election of 12 December 2019".')
@click.option("--basis-author", help="Whose estimate it is, for notional results.")
@click.option(
    "--postponed",
    multiple=True,
    metavar="NAME=DAY",
    help="A constituency that voted on another day; may be repeated.",
)
@_common
def commons_ge(
    files: tuple[Path, ...],
    previous: tuple[Path, ...],
    times: Path | None,
    basis_id: str | None,
    basis_name: str | None,
    basis_author: str | None,
    postponed: tuple[str, ...],
    wanted: _Wanted,
) -> None:
    """General election of the United Kingdom, from the Commons Library's CSV files.

    Give the constituencies and the candidacies of one year; --previous takes those of the year before, or notional
    results. Which file is which is told by its header.
    """
    from tellers.exchange.commons_ge import CommonsOptions, import_commons

    options = CommonsOptions(
        id=wanted.id,
        polling_day=wanted.polling_day,
        basis_id=basis_id,
        basis_name=basis_name,
        basis_author=basis_author,
        postponed=tuple(_postponed(text) for text in postponed),
    )
    with _progress("constituencies") as progress:
        imported = import_commons(files, previous=previous, times=times, options=options, progress=progress)
    _save(imported, wanted)


def _postponed(text: str) -> tuple[str, date]:
    name, _, day = text.rpartition("=")
    try:
        return name, date.fromisoformat(day)
    except ValueError:
        hint = "--postponed"
        raise click.BadParameter(f'found "{text}", wanted "NAME=2010-05-27"', param_hint=hint) from None


@command.command("leh")
@_files
@_previous
@click.option("--councils", type=_FILE, metavar="FILE", help="Councils' seats before (and after), by council.")
@click.option("--basis-name", help='What --previous is called, such as "ward results of 6 May 2021".')
@_common
def leh(
    files: tuple[Path, ...],
    previous: tuple[Path, ...],
    councils: Path | None,
    basis_name: str | None,
    wanted: _Wanted,
) -> None:
    """English local elections, from the ward files of the Commons Library and Local Elections Handbook."""
    from tellers.exchange.leh import LocalOptions, import_local

    options = LocalOptions(id=wanted.id, polling_day=wanted.polling_day, basis_name=basis_name)
    with _progress("candidates") as progress:
        imported = import_local(files, previous=previous, councils=councils, options=options, progress=progress)
    _save(imported, wanted)


@command.command("norway")
@_files
@click.option("--year", type=int, help="Which election; the newest in the files where left out.")
@click.option(
    "--level",
    type=click.Choice(["fylke", "kommune", "krets"]),
    default="fylke",
    show_default=True,
    help="The areas: districts, municipalities, or municipalities with their precincts.",
)
@_common
def norway(
    files: tuple[Path, ...],
    year: int | None,
    level: Any,
    wanted: _Wanted,
) -> None:
    """Storting election, from Norway's official feed, minute by minute.

    Give the table of snapshots and that of party rows (CSV or Parquet), and parties.csv for the parties' names; or
    the feed's own JSON, as a folder or a tar file. A total that falls becomes a correction.
    """
    from tellers.exchange.norway import NorwayOptions, import_norway

    options = NorwayOptions(id=wanted.id, year=year, level=level, polling_day=wanted.polling_day)
    with _progress("party rows") as progress:
        imported = import_norway(files, options=options, progress=progress)
    _save(imported, wanted)


@command.command("kerg")
@click.argument("file", type=_FILE)
@click.option(
    "--votes",
    type=click.Choice(["both", "first", "second"]),
    default="both",
    show_default=True,
    help="First votes (a contest to each constituency), second votes (one contest), or both.",
)
@_common
def kerg(
    file: Path,
    votes: Any,
    wanted: _Wanted,
) -> None:
    """Bundestag election, from the Bundeswahlleiterin's kerg.csv or kerg2.csv."""
    from tellers.exchange.kerg import KergOptions, import_kerg

    options = KergOptions(id=wanted.id, polling_day=wanted.polling_day, votes=votes)
    with _progress("constituencies") as progress:
        imported = import_kerg(file, options=options, progress=progress)
    _save(imported, wanted)


@command.command("us-county")
@_files
@_previous
@click.option("--year", type=int, help="Which election, where a table has several; the newest where left out.")
@click.option("--previous-year", type=int, help="Which election is the basis; the newest before where left out.")
@click.option("--encoding", default="utf-8", show_default=True, help="How the tables are written, such as latin-1.")
@click.option("--known-wrong", multiple=True, metavar="FIPS", help="Leave this county's figures out; may be repeated.")
@_common
def us_county(
    files: tuple[Path, ...],
    previous: tuple[Path, ...],
    year: int | None,
    previous_year: int | None,
    encoding: str,
    known_wrong: tuple[str, ...],
    wanted: _Wanted,
) -> None:
    """Presidential election by county, from the tables of MEDSL or tonmcg."""
    from tellers.exchange.us_county import import_us_county
    from tellers.exchange.us_tables import UsOptions

    options = UsOptions(
        id=wanted.id,
        year=year,
        polling_day=wanted.polling_day,
        previous_year=previous_year,
        encoding=encoding,
        known_wrong=frozenset(known_wrong),
    )
    with _progress("rows") as progress:
        imported = import_us_county(files, previous=previous, options=options, progress=progress)
    _save(imported, wanted)


@command.command("wisconsin")
@_files
@_previous
@click.option(
    "--race",
    type=click.Choice(["PRE", "USS", "GOV"]),
    default="PRE",
    show_default=True,
    help="President, senator or governor, of a table of reporting units.",
)
@click.option("--year", type=int, help="The newest that the table has, where left out.")
@_common
def wisconsin(
    files: tuple[Path, ...],
    previous: tuple[Path, ...],
    race: str,
    year: int | None,
    wanted: _Wanted,
) -> None:
    """Wisconsin by ward: a statewide table of reporting units, or the night as counties posted it.

    For the night give the folder or the tar file of the counties' files, each named for its county and the time it was
    saved; --previous takes the statewide table.
    """
    from tellers.exchange.wisconsin import WisconsinOptions, import_wisconsin

    options = WisconsinOptions(id=wanted.id, race=race, year=year, polling_day=wanted.polling_day)
    with _progress("rows") as progress:
        imported = import_wisconsin(files, previous=previous, options=options, progress=progress)
    _save(imported, wanted)


@command.command("csv")
@_files
@_previous
@click.option("--times", type=_FILE, metavar="FILE", help="Declaration times: columns area, declared_at.")
@click.option("--name", help="The election's name; made of the file's where left out.")
@click.option("--time-zone", default="UTC", show_default=True, help='The place\'s clock, such as "Europe/London".')
@click.option("--rule", default="first_past_the_post", show_default=True, help="See `tellers rules`.")
@click.option("--basis-name", default="the last poll", show_default=True, help="What --previous is called.")
@click.option("--source", help="Where the figures come from.")
@click.option("--licence", help="Under which licence.")
@click.option("--test", is_flag=True, help="Invented, or a rehearsal: every page says so.")
@_common
def plain(
    files: tuple[Path, ...],
    previous: tuple[Path, ...],
    times: Path | None,
    name: str | None,
    time_zone: str,
    rule: str,
    basis_name: str,
    source: str | None,
    licence: str | None,
    test: bool,
    wanted: _Wanted,
) -> None:
    """Any election, from a spreadsheet saved as CSV.

    A row to each candidate in each area (area, candidate, votes; if wanted party, contest, electorate, ballot_papers,
    rejected, total, declared_at, seats, elected), or a row to each area with a column to each "Name (Party)".
    A blank for votes is not known.
    """
    from tellers.exchange.plain_csv import CsvOptions, import_csv

    options = CsvOptions(
        id=wanted.id,
        name=name,
        polling_day=wanted.polling_day,
        time_zone=time_zone,
        rule=rule,
        basis_name=basis_name,
        test=test,
        source=source,
        licence=licence,
    )
    with _progress("rows") as progress:
        imported = import_csv(files, previous=previous, times=times, options=options, progress=progress)
    _save(imported, wanted)
