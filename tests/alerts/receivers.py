"""Real receivers on loopback: an HTTP server that answers as it is told to, and an SMTP server that keeps its mail."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
from aiosmtpd.controller import Controller

from barsetshire import barsetshire
from tellers.desk.tables import open_tables
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.settings import Email, Push, Settings, Webhooks
from tellers.feeds.alerts.tables import TABLES
from tellers.record import Declared, Election, Event
from tellers.web.live import Hub

CONTEST = "barsetshire-1"
SITE = "https://results.barsetshire.example"
PATIENCE_SECONDS = 20.0


@dataclass(slots=True)
class Clock:
    """The time, which passes only when told to, but that no two moments are the same."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> datetime:
        with self.lock:
            self.at += timedelta(microseconds=1)
            return self.at

    def pass_(self, **span: float) -> None:
        with self.lock:
            self.at += timedelta(**span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """One request that an HTTP receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return msgspec.json.decode(self.body)


class Receiver:
    """An HTTP receiver: `answers` are taken in turn, the last again and again.

    An answer is a status, "hang", "drip" (a byte at a time) or an address to be redirected to.
    """

    def __init__(self, *answers: int | str) -> None:
        self.got: list[Got] = []
        self.answers: list[int | str] = list(answers) or [204]
        self.over = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append(Got(path=self.path, headers=headers, body=body))
                answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
                receiver._answer(self, answer)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def _answer(self, handler: BaseHTTPRequestHandler, answer: int | str) -> None:
        if answer == "hang":
            self.over.wait(PATIENCE_SECONDS)
            handler.close_connection = True
        elif answer == "drip":
            for byte in b"HTTP/1.1 200 OK\r\nx: " + b"y" * 2_000:
                if self.over.wait(0.1):
                    break
                try:
                    handler.wfile.write(bytes([byte]))
                except OSError:
                    break
            handler.close_connection = True
        elif isinstance(answer, str):
            handler.send_response(302)
            handler.send_header("location", answer)
            handler.end_headers()
        else:
            handler.send_response(answer)
            handler.end_headers()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _AnyPort(Controller):
    """A controller on a free port, which it knows once it listens."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    """An SMTP server that keeps what it takes; `refuse` answers a recipient."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, EmailMessage]] = []
        self.refusals: dict[str, str] = {}
        self.down = False
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        self.port = self._controller.port

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.down:
            return "451 4.3.0 Try again later"
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        for address in envelope.rcpt_tos:
            self.kept.append((address, message))
        return "250 Taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.kept if to == address]

    def close(self) -> None:
        self._controller.stop()


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return a message's text."""
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()  # type: ignore[no-any-return]


def until(holds: Callable[[], Any], what: str = "it to hold") -> Any:
    """Return once something holds, which the courier's threads bring about; generous, for a busy machine."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not (found := holds()):
        assert time.monotonic() < ends, f"waited {PATIENCE_SECONDS:g} s for {what}"
        time.sleep(0.02)
    return found


def declared(id: str, area: str, *votes: int, **more: Any) -> Declared:
    names = ("grantly", "proudie", "slope")
    return Declared(id=id, contest=CONTEST, area=area, votes=dict(zip(names, votes, strict=True)), **more)


class Publishing:
    """A hub into which numbered events are published, as from a log."""

    def __init__(self, election: Election | None = None) -> None:
        self.hub = Hub(election or barsetshire(areas=3, candidates=3))

    def publish(self, *events: Event) -> None:
        for event in events:
            self.hub.publish(msgspec.structs.replace(event, seq=self.hub.latest.number + 1))


@contextmanager
def alerts(
    hub: Hub,
    folder: Path,
    clock: Clock,
    *,
    mailbox: Mailbox | None = None,
    push: Push | None = None,
    said: list[str] | None = None,
    begin: bool = True,
    seconds: float = 5.0,
    url: str | None = None,
    **more: Any,
) -> Iterator[Alerts]:
    """Yield the alerts of a hub's night, kept in a folder, so that they may be opened again."""
    email = None
    if mailbox is not None:
        per_hour = more.pop("per_hour", 20)
        email = Email(
            host="127.0.0.1", port=mailbox.port, tls="none", sender="Desk <desk@b.example>", per_hour=per_hour
        )
    settings = Settings(site=SITE, email=email, push=push, webhooks=Webhooks(private_addresses=True), **more)
    tables = open_tables(url or f"sqlite:///{folder / 'night.db'}", tables=TABLES, room="alerts")
    made = Alerts(
        settings,
        tables,
        hub,
        folder=folder,
        now=clock,
        say=(said if said is not None else []).append,
        chance=random.Random(7),
        seconds=seconds,
    )
    if begin:
        made.start()
    try:
        yield made
    finally:
        made.stop()


def lines_of(found: Sequence[Got]) -> str:
    """Return all English sentences that webhooks carried."""
    return "\n".join(s for got in found for alert in got.data["data"]["alerts"] for s in alert["sentences"]["en"])
