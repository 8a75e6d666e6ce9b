"""`tellers desk`: people and acts from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tellers.cli import root
from tellers.desk import open_tables


def test_somebody_invited_in_the_terminal_is_listed_and_kept_in_the_acts(tmp_path: Path) -> None:
    db, run = f"sqlite:///{tmp_path / 'night.db'}", CliRunner()
    name = ["--name", "Eleanor Bold", "--role", "keyer"]
    made = run.invoke(root, ["desk", "add-user", "eleanor", "--db", db, *name])
    assert "/desk/join with the invitation" in made.output
    assert "eleanor: Eleanor Bold (keyer), invited" in run.invoke(root, ["desk", "people", "--db", db]).output
    acts = run.invoke(root, ["desk", "acts", "--db", db, "--json"]).output.splitlines()
    assert [(json.loads(line)["act"], json.loads(line)["via"]) for line in acts] == [("invite", "terminal")]
    again = run.invoke(root, ["desk", "add-user", "other", "--db", db, "--name", "eleanor  BOLD", "--role", "keyer"])
    assert "one account a person" in str(again.exception)


def test_only_the_owner_of_the_files_can_read_them(tmp_path: Path) -> None:
    tables = open_tables(f"sqlite:///{tmp_path / 'night.db'}")
    with tables.change():
        tables.run("DELETE FROM desk_invites")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    tables.close()
    assert set(modes) >= {"night-desk.db", "night-desk.db-wal"}
    assert set(modes.values()) == {0o600}
