"""The nights that come with Tellers, and finding a pack by name or path."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tellers.errors import LookupProblem
from tellers.pack.settings import FILE as SETTINGS_FILE
from tellers.pack.tables import problem


def nights_folder() -> Path:
    """Return the folder of the bundled nights: inside the installed package, or beside the source tree."""
    inside = Path(str(files("tellers"))) / "nights"
    return inside if inside.is_dir() else Path(str(files("tellers"))).parents[1] / "nights"


def bundled_nights() -> tuple[str, ...]:
    """Return the names of the bundled nights, in order of name."""
    folder = nights_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if (path / SETTINGS_FILE).is_file()))


def find_night(name: str | Path) -> Path:
    """Return the pack folder of a bundled night's name or of a path; a path with election.toml in it goes before.

    Raises:
        LookupProblem: There is no such folder and no such night; the message lists the nights.
    """
    path = Path(name)
    if (path / SETTINGS_FILE).is_file():
        return path
    bundled = nights_folder() / str(name)
    if path.name == str(name) and (bundled / SETTINGS_FILE).is_file():
        return bundled
    found = f'a folder "{name}" without {SETTINGS_FILE}' if path.is_dir() else f'no night or folder "{name}"'
    nights = ", ".join(bundled_nights()) or "none"
    raise LookupProblem(
        problem("night", found, f"a pack's folder, or one of {nights}", "Run `tellers nights` for what each is.")
    )
