"""`tellers new`: a pack to start from."""

from __future__ import annotations

from pathlib import Path

import click

from tellers.pack import write_pack, write_template
from tellers.rehearsal import barsetshire, night


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--simulate", type=click.IntRange(1, 200_000), help="Invent a night of so many areas, with its log.")
@click.option(
    "--contests", type=click.IntRange(1, 10_000), default=1, show_default=True, help="Of an invented night: contests."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed invents the same night.")
def command(folder: Path, simulate: int | None, contests: int, seed: int) -> None:
    """Start a pack in DIR from a commented template.

    The template is an invented election that passes `tellers pack check` as it is. With --simulate it is an invented
    night of Barsetshire of any size, with its log, for tests and training.
    """
    if simulate is not None:
        election = barsetshire(areas=max(1, simulate // contests), contests=contests, seed=seed)
        source = f"# Barsetshire\n\nInvented, from seed {seed}. The places are Trollope's; no figure is anybody's."
        write_pack(election, folder, events=night(election, seed=seed), source=source)
        click.echo(f"invented a night of {len(election.areas):,} areas in {folder}: tellers demo {folder}")
        return
    for path in write_template(folder):
        click.echo(f"wrote {path}")
    click.echo(f"Edit {folder / 'election.toml'} and the tables, then run: tellers pack check {folder}")
