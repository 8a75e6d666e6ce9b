"""Reads ballots for a command, with a progress bar on standard error where it is a terminal and the file is long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tellers.exchange.ballots import Progress

# A shorter file is read before a bar could be drawn.
BAR_BYTES_MIN = 5_000_000


@contextmanager
def progress_bar(path: Path) -> Iterator[Progress | None]:
    """Yield what a reader tells of the bytes it has read; None where nobody would see a bar."""
    size = path.stat().st_size if path.is_file() else 0
    # What a gzipped file unpacks to is not known before it is read.
    if size < BAR_BYTES_MIN or path.suffix == ".gz" or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=size, label=f"reading {path.name}", file=sys.stderr) as bar:
        yield bar.update
