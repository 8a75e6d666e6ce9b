"""A photograph or PDF of a declaration, kept with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec

from tellers.desk.acts import Acts
from tellers.desk.people import Actor
from tellers.desk.refusing import TooLarge, Unfit, Unknown, refuse
from tellers.desk.tables import Tables

DOCUMENT_MAX_BYTES = 10 * 2**20
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it is listed; `id` is the SHA-256 of its content and place."""

    id: str
    slot: str
    name: str
    kind: str
    size: int
    person: str
    made_at: str


class Documents:
    """Keeps documents whole."""

    def __init__(self, tables: Tables, acts: Acts, now: Callable[[], datetime]) -> None:
        self._tables, self._acts, self._now = tables, acts, now

    def keep(self, actor: Actor, *, contest: str, area: str, name: str, content: bytes) -> Document:
        """Keep a document with a place; the same one twice is kept once.

        Raises:
            TooLarge: It is over the limit.
            Unfit: It is neither a JPEG, a PNG nor a PDF, whatever it calls itself.
        """
        actor.need("keeping a document", "keyer", "confirmer", "editor")
        if len(content) > DOCUMENT_MAX_BYTES:
            refuse(TooLarge, name, f"{len(content):,} bytes", f"at most {DOCUMENT_MAX_BYTES:,}", "Send a smaller one.")
        kind = next((kind for start, kind in _KINDS if content.startswith(start)), None)
        if kind is None:
            refuse(Unfit, name, "neither a JPEG, a PNG nor a PDF", "one of these", "Photograph it or print to PDF.")
        place = f"{contest}|{area}"
        id = hashlib.sha256(place.encode() + b"\0" + content).hexdigest()
        with self._tables.change():
            self._tables.run(
                "INSERT INTO desk_documents (id, slot, name, kind, size, person, made_at, content) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                id,
                place,
                name[:200],
                kind,
                len(content),
                actor.person.name,
                self._now(),
                content,
            )
            self._acts.add(
                "keep document", f"{place} {id[:12]}", person=actor.person.name, via=actor.via, address=actor.address
            )
        return next(d for d in self.of_place(contest, area) if d.id == id)

    def of_place(self, contest: str, area: str) -> list[Document]:
        """Return a place's documents, oldest first."""
        rows = self._tables.rows(
            "SELECT id, slot, name, kind, size, person, made_at FROM desk_documents WHERE slot = ? ORDER BY made_at",
            f"{contest}|{area}",
        )
        return [Document(**row) for row in rows]

    def content(self, id: str) -> tuple[str, bytes]:
        """Return a document's kind and its bytes.

        Raises:
            Unknown: There is none.
        """
        rows = self._tables.rows("SELECT kind, content FROM desk_documents WHERE id = ?", id)
        if not rows:
            refuse(Unknown, id[:12], "no such document", "one that was kept", "Look at its place.")
        return rows[0]["kind"], bytes(rows[0]["content"])
