"""`tellers new`: a pack to start from."""

from __future__ import annotations

from pathlib import Path

import click

from tellers.pack import write_template


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Start a pack in DIR from a commented template.

    The template is an invented election that passes `tellers pack check` as it is.
    """
    for path in write_template(folder):
        click.echo(f"wrote {path}")
    click.echo(f"Edit {folder / 'election.toml'} and the tables, then run: tellers pack check {folder}")
