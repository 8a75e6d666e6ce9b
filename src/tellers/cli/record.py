"""`tellers record`: events appended to a log, each tried against the record first."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tellers.cli.database import election_of, open_ledger
from tellers.cli.holding import hold_option
from tellers.cli.night import NightParameter
from tellers.errors import DeclarationError, InputError, Problem
from tellers.record import Event
from tellers.record.record import with_fields
from tellers.store import Ledger, decode, read_numbered
from tellers.store.logfile import doubled

BATCH = 500


@click.command("record")
@click.option("--db", "url", required=True, metavar="URL", help="sqlite:///night.db or postgresql://host/name.")
@click.option("--pack", type=NightParameter(), help="Begin the log for this pack, if there is none yet.")
@hold_option
@click.option("--one-by-one", is_flag=True, help="Keep each event that can be true, and report those that cannot.")
@click.argument("file", type=click.Path(allow_dash=True))
def command(url: str, pack: str | None, hold: str | None, one_by_one: bool, file: str) -> None:
    """Append the events of FILE (JSON Lines, without seq and hash; - reads standard input).

    Unless --one-by-one is given a file is kept whole or not at all. An exported log (`tellers log --json`) may be given
    as it is: its events get the seq and hash of the log that they are appended to. A log begun with --hold keeps that
    policy.
    """
    name = "standard input" if file == "-" else Path(file).name
    numbered = _read_standard_input() if file == "-" else read_numbered(file)
    if not numbered:
        remedy = "Pipe some." if file == "-" else "Look whether it is the right file, and written to its end."
        raise InputError(Problem(where=name, found="no events", wanted="one event a line, as JSON", remedy=remedy))
    events = [with_fields(event, seq=0, hash="") for _, event in numbered]
    places = [(name, number) for number, _ in numbered]
    with open_ledger(url, pack, hold) as ledger:
        if hold is not None:
            _same_policy(ledger)
        if not one_by_one:
            kept = ledger.submit_all(events, places=places)
            click.echo(f"{len(kept)} events recorded, {ledger.head.seq} in all")
            return
        refused = _one_by_one(ledger, events, places)
        click.echo(f"{len(events) - refused} events recorded, {refused} refused, {ledger.head.seq} in all")
        if refused:
            sys.exit(1)


def _same_policy(ledger: Ledger) -> None:
    """Refuse --hold for a log that was begun with another policy: recording would not change it.

    Raises:
        InputError: The log keeps other kinds.
    """
    kept = election_of(ledger.store).held_kinds
    if kept != ledger.record.election.held_kinds:
        raise InputError(
            Problem(
                where="--hold",
                found=f"a log that was begun with {', '.join(sorted(kept)) or 'none'}",
                wanted="no --hold, or the same kinds: doubts are found when a log is read, not when it is written",
                remedy="Give --hold to `tellers serve` or `tellers doubts`.",
            )
        )


def _one_by_one(ledger: Ledger, events: list[Event], places: list[tuple[str, int]]) -> int:
    refused = 0
    with click.progressbar(
        list(zip(events, places, strict=True)), label="recording", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as items:
        for event, place in items:
            try:
                ledger.submit_all([event], places=[place])
            except DeclarationError as error:
                refused += 1
                click.echo(str(error), err=True)
    return refused


def _read_standard_input() -> list[tuple[int, Event]]:
    events: list[tuple[int, Event]] = []
    problems: list[Problem] = []
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            event = decode(line.strip(), file="standard input", number=number)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if not event.hash:
            problems.extend(doubled(line.strip(), "standard input", number))
        events.append((number, event))
    if problems:
        raise InputError(*problems)
    return events
