"""`tellers log`: the log of a night, shown, exported or verified."""

from __future__ import annotations

import sys

import click

from tellers.cli.demo import clock
from tellers.cli.night import edition_at, moment_options, night_argument, open_night
from tellers.edition import editions, tell
from tellers.pack import find_night, read_head, read_pack
from tellers.store import Fault, encode, is_store_url, open_store, read_lines, verify_log
from tellers.store.lines import Line


@click.command("log")
@night_argument
@click.option("--verify", is_flag=True, help="Follow the chain of hashes; name every event altered, missing or moved.")
@moment_options
def command(night: str, verify: bool, after: str, at: str | None, before: str | None, as_json: bool) -> None:
    """Show the log of NIGHT, a line of sentences for each event; with --json, export it as JSON Lines."""
    if verify:
        sys.exit(_verify(night))
    if as_json and (after, at, before) == ("last", None, None):
        for line in _lines(night):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        return
    opened = open_night(night)
    last = edition_at(opened, after=after, at=at, before=before).number
    for edition in editions(opened.election, opened.events[:last]):
        if edition.change is None:
            continue
        event = edition.change.event
        if as_json:
            sys.stdout.buffer.write(encode(event) + b"\n")
            continue
        stamp = "" if event.announced_at is None else clock(opened.election.time_zone, event.announced_at)
        click.echo(f"{edition.number:>5} {stamp:>8} {event.id}  {' '.join(tell(edition))}")


def _lines(night: str) -> list[bytes]:
    """Return the log's lines as they are kept, to the byte."""
    if is_store_url(night):
        store = open_store(night, readonly=True)
        try:
            return [_text(line) for line in store.read()]
        finally:
            store.close()
    path = read_pack(find_night(night)).log_path
    return [] if path is None else [_text(line) for line in read_lines(path)]


def _text(line: Line) -> bytes:
    return line.line + b"\n"


def _verify(night: str) -> int:
    """Print every fault of a log; return the exit status: 0 sound, 1 not."""
    if is_store_url(night):
        store = open_store(night, readonly=True)
        try:
            faults, events = store.verify(), store.head().seq
        finally:
            store.close()
    else:
        pack = read_pack(find_night(night))
        if pack.log_path is None:
            click.echo(f"{pack.election.id} has no log")
            return 0
        faults = verify_log(pack.log_path, election=pack.election.id, head=read_head(pack.path))
        events = len(read_lines(pack.log_path)) if not faults else 0
    for fault in faults:
        click.echo(_told(fault))
    if not faults:
        click.echo(f"sound: {events} events, each chained to the one before")
    return 1 if faults else 0


def _told(fault: Fault) -> str:
    return f"{click.style('fault:', fg='red')} {fault.problem}"
