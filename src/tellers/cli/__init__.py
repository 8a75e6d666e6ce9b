"""The command line: one module to a command, loaded only when it is asked for."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from tellers import __version__
from tellers.errors import TellersError

COMMANDS: dict[str, str] = {
    "alerts": "Send the alerts of a log, and look after its webhooks.",
    "audit": "Show how close a result was, and the papers that an audit must look at.",
    "backtest": "Score the outlook on recorded nights.",
    "board": "Show the whole night: seats, votes, control, changes by basis.",
    "check": "Check news copy, claim by claim, against the record.",
    "completion": "Print the line that turns on tab completion in your shell.",
    "count": "Count ballots by a rule in law, or check a declared sheet.",
    "desk": "Add people to the desk, and read its log of acts.",
    "demo": "Replay a bundled night: its story here, its live page in the browser.",
    "doubts": "List every figure in doubt, with its evidence.",
    "import": "Make a pack from a published file.",
    "log": "Show, export or verify the log of a night.",
    "lsp": "Check copy in an editor, by the language server protocol.",
    "new": "Start a pack from a commented template.",
    "nights": "List the bundled nights.",
    "outlook": "Show what is decided, what is needed, and the odds.",
    "pack": "Check a pack.",
    "publish": "Write the whole site as static files.",
    "record": "Append events to a log.",
    "rehearse": "Play a night as if live, with faults put in, as a test.",
    "rules": "List the counting rules, with their law.",
    "serve": "Serve the desk and the public site.",
    "standing": "Show where one contest stands.",
}
"""Every command, with its line of help; the module is `tellers.cli.NAME`, with `_` after a Python word."""


class Commands(click.Group):
    """A group that imports a command's module when it is used; a command whose module is not there is not offered."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in sorted(COMMANDS) if importlib.util.find_spec(_module(name)) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(_module(cmd_name)).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _module(name: str) -> str:
    return f"tellers.cli.{name}_" if name == "import" else f"tellers.cli.{name}"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tellers")
def root() -> None:
    """Tellers, an election-night results desk.

    NIGHT is a bundled night's name (see `tellers nights`), a pack folder, or a database URL.
    Try `tellers demo`, then `tellers standing wm-mayor-2024 --before Sandwell`.
    """


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line; a problem that a user can put right is one line each on standard error, exit status 2."""
    # Click leaves colour out of a pipe, but knows nothing of https://no-color.org; None lets it decide.
    color = False if os.environ.get("NO_COLOR") else None
    try:
        return root.main(args=arguments, prog_name="tellers", standalone_mode=True, color=color)
    except TellersError as error:
        for problem in error.problems:
            click.echo(f"{click.style('tellers:', fg='red')} {problem}", err=True, color=color)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


__all__ = ["COMMANDS", "main", "root"]
