"""What the published site costs: all of ge-2024's pages, one more declaration, and what a reader fetches.

    python bench/site.py [NIGHT]

Processor seconds of one process; bytes as gzip sends them.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tellers.cli.night import open_night
from tellers.web.live import Hub
from tellers.web.maps import pack_grounds
from tellers.web.publish import Folder, Publisher

LAST = 40


def main(name: str) -> None:
    """Print the figures."""
    opened = open_night(name)
    hub = Hub(opened.election, opened.events[:-LAST], pack_grounds(name))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        publisher = Publisher(hub, Folder(root=root), odds=False)
        begun = time.process_time()
        made = publisher.everything()
        print(f"{name}: all {made.written} files in {time.process_time() - begun:.1f} s of processor time (aim: 20)")
        costs, fetched = [], []
        for event in opened.events[-LAST:]:
            edition = hub.publish(event)
            begun = time.process_time()
            publisher.touched(edition)
            costs.append(time.process_time() - begun)
            number = edition.number
            files = [root / "head.json", root / f"editions/{number}.json", root / f"parts/{number}/index.json"]
            fetched.append(sum(_sent(path) for path in files if path.exists()))
        print(f"one more declaration: median {1000 * statistics.median(costs):.0f} ms (aim: 300)")
        print(f"a reader of the first page fetches for it: median {statistics.median(fetched):,.0f} bytes (aim: 5,120)")
        first = _sent(root / "index.html")
        rest = sum(_sent(path) for path in (root / "static").glob("*.[cj]s*") if path.suffix in (".css", ".js"))
        print(f"first page: {first:,} bytes, with its style and script {first + rest:,} (aims: 61,440 and 122,880)")


def _sent(path: Path) -> int:
    twin = path.with_name(f"{path.name}.gz")
    return len(twin.read_bytes()) if twin.exists() else min(path.stat().st_size, len(gzip.compress(path.read_bytes())))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "ge-2024")
