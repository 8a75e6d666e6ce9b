"""The command line given odd moments, doubled names and a log that was tampered with: refused, never guessed."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tellers.cli import root
from tellers.errors import LookupProblem, PackError, TellersError

NIGHT = Path(__file__).parents[2] / "nights" / "wm-mayor-2024"


def fails(*arguments: str, stdin: str = "") -> str:
    """Return the message of the refusal; a command that ends well, or in another way, fails the test."""
    run = CliRunner().invoke(root, arguments, input=stdin)
    assert isinstance(run.exception, TellersError), run.output
    return str(run.exception)


def test_a_time_on_a_night_without_times_is_refused() -> None:
    """At midnight of the year 1 nothing was known; which of the events was known when is told by nobody."""
    assert "whose time is known" in fails("standing", "wm-mayor-2024", "--at", "0001-01-01T00:00")


@pytest.mark.parametrize("moment", [("--after", "9" * 5000), ("--at", "01:30+05:00")])
def test_a_moment_that_cannot_be_is_refused(moment: tuple[str, str]) -> None:
    assert fails("board", "ge-2024", *moment)


def test_a_stage_below_the_first_is_refused() -> None:
    assert CliRunner().invoke(root, ["standing", "wm-mayor-2024", "--stage", "-1"]).exit_code == 2


def test_a_name_given_twice_is_refused_from_standard_input_as_from_a_file(tmp_path: Path) -> None:
    line = '{"type":"declared","area":"E08000025","votes":{"andy-street":1,"andy-street":2}}\n'
    message = fails("record", "--db", f"sqlite:///{tmp_path}/n.db", "--pack", str(NIGHT), "-", stdin=line)
    assert "twice in one object" in message


@pytest.mark.parametrize("packed", [False, True])
def test_no_command_shows_figures_of_a_log_that_was_altered(tmp_path: Path, packed: bool) -> None:
    copy = Path(shutil.copytree(NIGHT, tmp_path / "night"))
    log = gzip.decompress((copy / "log.jsonl.gz").read_bytes()).replace(b"205484", b"305484")
    (copy / "log.jsonl.gz").unlink()
    name = "log.jsonl.gz" if packed else "log.jsonl"
    (copy / name).write_bytes(gzip.compress(log) if packed else log)
    run = CliRunner().invoke(root, ["standing", str(copy)])
    assert isinstance(run.exception, PackError)
    assert f"{name}:24" in str(run.exception)
    assert not isinstance(run.exception, LookupProblem)
    assert "305,484" not in run.output


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_no_color_is_heeded_on_a_terminal(no_color: str, coloured: bool) -> None:
    """A terminal is a pseudo-terminal here; an empty NO_COLOR asks for nothing, as no-color.org has it."""
    pty = pytest.importorskip("pty", reason="a pseudo-terminal needs Unix")
    main, side = pty.openpty()
    code = "import sys; from tellers.cli import main; main(sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", code, "standing", "wm-mayor-2024"],
        stdout=side,
        env={**os.environ, "NO_COLOR": no_color},
    ) as run:
        run.wait(timeout=60)
    os.close(side)
    told = os.read(main, 65536)
    os.close(main)
    assert (b"\x1b[" in told) is coloured
