"""`tellers completion`: tab completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what turns on tab completion: `tellers completion bash >> ~/.bashrc`."""
    from tellers.cli import root

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(root, {}, "tellers", "_TELLERS_COMPLETE").source())
