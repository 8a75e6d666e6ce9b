"""A new pack to start from: an invented election, with comments, that is sound as it stands."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tellers.errors import PackError
from tellers.pack.tables import problem


def write_template(folder: Path | str) -> list[Path]:
    """Write the template into a new or empty folder; return the files written.

    Raises:
        PackError: The folder has files in it, or cannot be made.
    """
    folder = Path(folder)
    try:
        if folder.exists() and any(folder.iterdir()):
            remedy = "Give a new folder, or empty this one."
            raise PackError(problem(str(folder), "a folder with files in it", "a new or empty folder", remedy))
        return list(_copy(files("tellers.pack") / "template", folder))
    except OSError as error:
        wanted = "a folder that can be made and written"
        raise PackError(problem(str(folder), error.strerror or str(error), wanted, "Give another folder.")) from None


def _copy(source: Traversable, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for item in sorted(source.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            written += _copy(item, folder / item.name)
        else:
            (folder / item.name).write_bytes(item.read_bytes())
            written.append(folder / item.name)
    return written
