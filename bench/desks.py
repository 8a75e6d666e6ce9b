"""How soon one desk sees another's work: from sending a sheet until the other's list has it.

`python bench/desks.py [SHEETS]`: on SQLite, both at one process; on PostgreSQL, where there is one, each at its own.
"""

from __future__ import annotations

import math
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from store_kinds import place
from tellers.desk import Actor, open_tables
from tellers.desk.accounts import Accounts
from tellers.desk.acts import Acts
from tellers.desk.sessions import Sessions
from tellers.pack import write_pack
from tellers.rehearsal.barsetshire import barsetshire
from tellers.store import utc_now

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CONTEST = "barsetshire-1"


def people(db: str) -> tuple[str, str]:
    """Return a token of one person and a session of another, made past the pages."""
    tables = open_tables(db)
    acts = Acts(tables, utc_now)
    accounts = Accounts(tables, acts, utc_now, QUICK)
    sessions = Sessions(tables, accounts, acts, utc_now)
    found = []
    for login in ("eleanor", "mark"):
        secret = accounts.invite(login=login, name=login.title(), roles=["keyer"], by=None, via="terminal")
        found.append(accounts.join(secret, "plumstead cathedral close"))
    token = sessions.make_token(Actor(person=found[0]), label="bench", scopes=["keyer"], days=1)
    cookie = sessions.begin(found[1])
    tables.close()
    return token, cookie


def serve(db: str, pack: Path, stack: ExitStack) -> str:
    """Start a desk in a process of its own, and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from tellers.cli import main; main()", "serve", "--db", db]
    process = subprocess.Popen([*command, "--pack", str(pack), "--port", str(port)], stdout=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    url = f"http://127.0.0.1:{port}/desk/"
    for _ in range(600):
        try:
            httpx.get(f"{url}sign-in")
            return url
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the desk did not start")


def watch(url: str, cookie: str, seen: dict[str, float], told: list[float], stop: threading.Event) -> None:
    """Follow one desk's stream as its page does: with every message, fetch the list, and note who waits there when."""
    cookies = {"tellers_desk": cookie}
    with (
        suppress(httpx.RemoteProtocolError),  # The desk is stopped at the end.
        httpx.Client(cookies=cookies, timeout=30) as pages,
        httpx.stream("GET", f"{url}live", cookies=cookies, timeout=30) as stream,
    ):
        for line in stream.iter_lines():
            if stop.is_set():
                return
            if not line.startswith("data:"):
                continue
            told.append(time.monotonic())
            places = pages.get(f"{url}api/places").json()["places"]
            now = time.monotonic()
            for found in places:
                if found["state"] == "waiting":
                    seen.setdefault(found["area"], now)


def measure(name: str, db: str, processes: int, sheets: int, folder: Path) -> None:
    """Key sheets at one desk and print how soon the other had them."""
    pack = folder / f"pack-{name}"
    write_pack(barsetshire(areas=sheets, candidates=3), pack, source="Invented.")
    with ExitStack() as stack:
        token, cookie = people(db)
        one = serve(db, pack, stack)
        other = serve(db, pack, stack) if processes == 2 else one
        seen: dict[str, float] = {}
        told: list[float] = []
        stop = threading.Event()
        watcher = threading.Thread(target=watch, args=(other, cookie, seen, told, stop), daemon=True)
        watcher.start()
        time.sleep(1)
        sent: dict[str, float] = {}
        with httpx.Client(headers={"authorization": f"Bearer {token}"}, timeout=30) as keyer:
            for number in range(1, sheets + 1):
                area = f"a{number}"
                votes = {"grantly": 500 + number, "proudie": 400, "slope": 20}
                body = {"id": f"sheet-{number:04}", "contest": CONTEST, "area": area, "votes": votes, "seen": ""}
                sent[area] = time.monotonic()
                keyer.post(f"{one}api/sheets", json=body).raise_for_status()
                time.sleep(0.15 + 0.37 * (number % 7) / 7)  # No step with the desk's own looks.
        time.sleep(2)
        stop.set()
        delays = sorted(1000 * (seen[area] - sent[area]) for area in sent if area in seen)
    missing = sheets - len(delays)
    tail = delays[math.ceil(0.99 * len(delays)) - 1]
    print(
        f"{name}, {processes} process{'es' if processes > 1 else ''}, {sheets} sheets: "
        f"p50 {statistics.median(delays):.0f} ms, p99 {tail:.0f} ms, longest {delays[-1]:.0f} ms, {missing} not seen"
    )


def main(sheets: int) -> None:
    """Measure both kinds."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        for kind, processes in (("sqlite", 1), ("postgresql", 2)):
            with place(kind, folder) as db:
                measure(kind, db, processes, sheets, folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
