"""A newsroom: the desk of a bundled night, part of it told, whose hub has every event as soon as the log has it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desk.desks import QUICK, Client, Clock, Night, client
from tellers.cli.night import open_night
from tellers.desk import ROLES, Desk, open_tables
from tellers.record import Event
from tellers.record.record import with_fields
from tellers.store import Ledger, create_store
from tellers.web.live import Hub


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """A desk with its hub; `tell` records an event, as another process would."""

    night: Night
    hub: Hub
    pack: str

    @property
    def desk(self) -> Desk:
        return self.night.desk

    def tell(self, *events: Event) -> None:
        for event in events:
            self.night.desk.ledger.submit(with_fields(event, seq=0, hash=""))
            kept = self.night.record
            self.hub.publish(max(kept.events.values(), key=lambda e: e.seq))

    def token(self, login: str = "cms", *scopes: str) -> dict[str, str]:
        actor = self.night.actor(login, *ROLES)
        secret = self.desk.sessions.make_token(actor, label="content system", scopes=scopes or ("reader",), days=1)
        return {"authorization": f"Bearer {secret}"}


@contextmanager
def newsroom(pack: str = "wm-mayor-2024", events: int | None = None) -> Iterator[Newsroom]:
    """Yield the desk of a bundled night after its first events, all where no number is given."""
    night = open_night(pack)
    store, tables, clock = create_store("memory:", election=night.election.id), open_tables("memory:"), Clock()
    numbers = itertools.count(1)
    ledger = Ledger(store, night.election, now=clock, new_id=lambda: f"own{next(numbers)}")
    hub = Hub(night.election)
    desk = Desk(
        ledger,
        tables,
        edition=lambda: hub.latest,
        editions=lambda: hub.editions,
        packs=(pack,),
        now=clock,
        new_id=lambda: f"own{next(numbers)}",
        hasher=QUICK,
    )
    made = Newsroom(night=Night(desk=desk, clock=clock, store=store, tables=tables), hub=hub, pack=pack)
    try:
        made.tell(*night.events[:events])
        yield made
    finally:
        desk.close()
        ledger.close()


@contextmanager
def at_work(pack: str = "wm-mayor-2024", events: int | None = None) -> Iterator[tuple[Newsroom, Client]]:
    """Yield a newsroom and a program that talks to it."""
    with newsroom(pack, events) as room, client(room.night) as made:
        yield room, made
