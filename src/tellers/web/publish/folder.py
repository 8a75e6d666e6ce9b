"""A folder of published files: each written whole or not at all, with a gzip twin, only where it differs."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path

from tellers.errors import Problem, TellersError
from tellers.web.publish.twins import Twins
from tellers.web.site.families.deltas import content_hash

MARK = ".tellers-site"
LEAST_COMPRESSED = 1_400
"""A file of fewer bytes fits in one packet as it is: a twin would spare a reader nothing."""
COMPRESSED = (".png", ".pdf")  # Files that are compressed already: a twin would be no smaller.


@dataclass(slots=True, kw_only=True)
class Folder:
    """Where a site is written.

    Args:
        root: The folder, made if there is none; one that holds something else is refused.
    """

    root: Path
    written: int = 0
    kept: int = 0
    bytes_written: int = 0
    _twins: Twins = field(default_factory=Twins)
    _known: dict[str, str] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Make the folder ready.

        Raises:
            TellersError: There are files in it that are not of a site.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / MARK).exists() and any(self.root.iterdir()):
            raise TellersError(
                Problem(
                    where=str(self.root),
                    found="a folder with other files in it",
                    wanted="an empty folder, or one that this command wrote before, because files are replaced in it",
                    remedy="Name another with --out.",
                )
            )
        (self.root / MARK).write_text("A site written by `tellers publish`; it may be written again.\n")

    def put(self, path: str, content: bytes) -> bool:
        """Write a file where it is new or differs, with its twin; return whether it was written."""
        name = content_hash(content)
        if self._known.get(path) == name or self._same(path, content):
            self._known[path] = name
            self.kept += 1
            return False
        target = f"{self.root}/{path.lstrip('/')}"
        self._folder_of(target)
        if path not in self._known:
            Path(f"{target}.br").unlink(missing_ok=True)  # Sites were written with these once: it would be of old.
        if len(content) >= LEAST_COMPRESSED and not path.endswith(COMPRESSED):
            _replace(f"{target}.gz", self._twins.gzip(path, content))
        else:
            Path(f"{target}.gz").unlink(missing_ok=True)  # A small file that was large once would leave its twin.
        _replace(target, content)
        self._known[path] = name
        self.written += 1
        self.bytes_written += len(content)
        return True

    def link(self, path: str, version: str) -> None:
        """Keep a file and its twin under another name too, as hard links: a page as it was, at no cost in space."""
        source, target = self.root / path.lstrip("/"), self.root / version.lstrip("/")
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        for twin in ("", ".gz"):
            found = source.with_name(source.name + twin)
            if found.exists():
                os.link(found, target.with_name(target.name + twin))

    def _folder_of(self, target: str) -> None:
        folder = os.path.dirname(target)
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _same(self, path: str, content: bytes) -> bool:
        if path in self._known:
            return False
        try:
            return (self.root / path.lstrip("/")).read_bytes() == content
        except FileNotFoundError:
            return False


def _replace(target: str, content: bytes) -> None:
    """Write beside and rename, so that a reader never sees half a file; the new one is a whole second newer.

    Web servers and browsers tell versions apart by the second (Last-Modified; nginx's ETag is that and the size), so of
    two versions within one second a reader who has the first would be told that it is still so.

    Plain calls of the system: `pathlib` and buffered files took a third of the time of writing a small page.
    """
    beside = f"{target}.new"
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(number, rest) :]
        made = os.fstat(number).st_mtime
    finally:
        os.close(number)
    try:
        earlier = os.stat(target).st_mtime
    except FileNotFoundError:
        earlier = -math.inf
    if math.floor(made) <= earlier:
        newer = math.floor(earlier) + 1
        os.utime(beside, (newer, newer))
    os.replace(beside, target)
