"""A desk for tests: a Barsetshire night, people with their roles, and a clock that stands still until moved."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from argon2 import PasswordHasher

from barsetshire import barsetshire
from tellers.desk import Actor, Desk, Person, Sheet, Tables, open_tables
from tellers.edition import latest
from tellers.record import Body, Election
from tellers.store import Ledger, Store, create_store
from tellers.terms import BodyId
from tellers.web.app import create_site
from tellers.web.desk import mount
from tellers.web.live import Hub

PASSWORD = "plumstead cathedral close"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CONTEST = "barsetshire-1"


def chamber(contests: int = 1) -> Election:
    """Return a night whose contests fill a body of nine seats."""
    election = barsetshire(areas=3, candidates=3, contests=contests)
    body = Body(id=BodyId("chapter"), name="The Chapter of Barchester", seats=9)
    filled = tuple(replace(contest, body=body.id) for contest in election.contests)
    return replace(election, bodies=(body,), contests=filled)


@dataclass(slots=True)
class Clock:
    """The time, which passes only when told to."""

    at: datetime = field(default_factory=lambda: datetime(2031, 5, 1, 22, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def pass_(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass(slots=True, kw_only=True)
class Night:
    """A desk and all around it."""

    desk: Desk
    clock: Clock
    store: Store
    tables: Tables

    def person(self, login: str, *roles: str, name: str = "") -> Person:
        accounts = self.desk.accounts
        secret = accounts.invite(login=login, name=name or login.title(), roles=roles, by=None, via="terminal")
        return accounts.join(secret, PASSWORD)

    def actor(self, login: str, *roles: str, name: str = "") -> Actor:
        return Actor(person=self.person(login, *roles, name=name))

    @property
    def record(self) -> Any:
        return self.desk.ledger.record


@contextmanager
def night(
    election: Election | None = None, store: Store | None = None, tables: Tables | None = None, prefix: str = "event"
) -> Iterator[Night]:
    """Yield a desk; with a store and tables given, one that is started again."""
    clock, numbers = Clock(), itertools.count(1)
    election = election or barsetshire(areas=3, candidates=3)
    store = store or create_store("memory:", election=election.id)
    tables = tables or open_tables("memory:")
    ledger = Ledger(store, election, now=clock, new_id=lambda: f"{prefix}{next(numbers)}")

    def edition() -> Any:
        record = ledger.record
        return latest(election, sorted(record.events.values(), key=lambda event: event.seq))

    desk = Desk(ledger, tables, edition=edition, now=clock, new_id=lambda: f"{prefix}{next(numbers)}", hasher=QUICK)
    try:
        yield Night(desk=desk, clock=clock, store=store, tables=tables)
    finally:
        desk.close()
        ledger.close()


def sheet(id: str, *votes: int | None, area: str = "a1", **more: Any) -> Sheet:
    """Return a sheet of the three candidates' votes."""
    names = ("grantly", "proudie", "slope")
    return Sheet(id=f"sheet-{id}", contest=CONTEST, area=area, votes=dict(zip(names, votes, strict=False)), **more)


class Client:
    """A browser without scripts, with cookies of its own, at the desk and its public site."""

    def __init__(self, night: Night, address: str = "192.0.2.7") -> None:
        app = mount(create_site(Hub(night.record.election)), night.desk)
        transport = httpx.ASGITransport(app=app, client=(address, 40_000))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://desk.test", follow_redirects=False)
        self._runner = asyncio.Runner()

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


@contextmanager
def client(night: Night, address: str = "192.0.2.7") -> Iterator[Client]:
    """Yield a browser without scripts."""
    made = Client(night, address)
    try:
        yield made
    finally:
        made.close()


def form_token(page: str) -> str:
    """Return the token that a page's forms carry."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in as a browser does, and return the answer."""
    token = form_token(client.get("/desk/sign-in").text)
    return client.post("/desk/sign-in", data={"csrf": token, "login": login, "password": password, **more})


def post(client: Client, path: str, page: str = "/desk/", **fields: Any) -> Any:
    """Send a form from one of the desk's pages."""
    token = form_token(client.get(page).text)
    return client.post(path, data={"csrf": token, **fields})
