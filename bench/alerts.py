"""What alerts cost: beside publishing, which never waits for them, and to queue one edition for many readers.

`python bench/alerts.py [READERS]`: processor seconds, on one core.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tellers.cli.night import open_night
from tellers.desk.tables import open_tables
from tellers.edition import advance, start
from tellers.feeds.alerts.meaning import alerts_of
from tellers.feeds.alerts.office import Alerts
from tellers.feeds.alerts.settings import Email, Settings
from tellers.feeds.alerts.tables import TABLES
from tellers.feeds.alerts.wants import Wants
from tellers.web.live import Hub


def meaning(name: str) -> None:
    """Print what it costs to work out every alert of a night."""
    night = open_night(name)
    edition, made, spent = start(night.election), 0, 0.0
    for event in night.events:
        before, edition = edition, advance(edition, event)
        begun = time.process_time()
        made += len(alerts_of(before, edition))
        spent += time.process_time() - begun
    print(f"{name}: {made} alerts of {len(night.events)} events, {1000 * spent / len(night.events):.2f} ms an event")


def queueing(readers: int) -> None:
    """Print what it costs to queue one declaration for readers who want everything, none of whom is delivered to."""
    night = open_night("ge-2024")
    hub = Hub(night.election, night.events[:100])
    with tempfile.TemporaryDirectory() as folder:
        tables = open_tables(f"sqlite:///{folder}/night.db", tables=TABLES, room="alerts")
        settings = Settings(site="https://example.org", email=Email(host="127.0.0.1", sender="a@b.example", tls="none"))
        alerts = Alerts(settings, tables, hub, folder=Path(folder), now=lambda: datetime.now(UTC))
        with tables.change():
            alerts.queue.set_mark(night.election.id, 100)
            for n in range(readers):
                alerts.subscribers._add("email", f"r{n}@example.org", "[]", "", "en", Wants(), "on")
        begun = time.process_time()
        hub.publish(night.events[100])
        published = time.process_time() - begun
        begun = time.process_time()
        alerts.catch_up()
        queued = time.process_time() - begun
        alerts.stop()
    print(f"one declaration: {1000 * published:.1f} ms to publish; {queued:.2f} s to queue it for {readers:,} readers")


if __name__ == "__main__":
    for name in ("wm-mayor-2024", "ge-2024", "locals-2024"):
        meaning(name)
    queueing(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
