"""Doubts on the bundled nights: errors of every kind put in from a seed and caught, and right figures doubted.

`python bench/doubts.py [NIGHT…] [--seed N] [--every N]`. Each kind is put into every Nth declaration of a night by
itself, once with the valid votes that the log has as control figures, once with none.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from tellers.cli.night import Night, open_night
from tellers.edition import editions
from tellers.errors import DeclarationError
from tellers.record import Controls, Declared, Event
from tellers.record.record import with_fields
from tellers.rehearsal.miskeying import MisKeying, mis_key

NIGHTS = ("ge-2010", "ge-2015", "ge-2019", "ge-2024", "locals-2024")
SAMPLE = Path(__file__).parents[2] / "shared/data/uk/general/ge2024_night_errors_sample.csv"


def doubted(night: Night, events: Sequence[Event]) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Return the kind of doubt by event, when it came and at any time; and the events refused."""
    refused: set[str] = set()
    kept: list[Event] = []
    for event in events:
        try:
            kept.append(_possible(night, event))
        except DeclarationError:
            refused.add(event.id)
    came: dict[str, str] = {}
    ever: dict[str, str] = {}
    for edition in editions(night.election, kept):
        for id in edition.touched:
            for doubt in edition.standings[id].doubts:
                ever.setdefault(doubt.event, doubt.kind)
                if edition.change is not None and doubt.event == edition.change.event.id:
                    came.setdefault(doubt.event, doubt.kind)
    return came, ever, refused


def _possible(night: Night, event: Event) -> Event:
    from tellers.record import Record, apply

    apply(Record(election=night.election), event) if isinstance(event, Declared) else None
    return event


def without_controls(event: Event) -> Event:
    """Return an event with nothing beside its votes to hold them against."""
    if not isinstance(event, Declared):
        return event
    return with_fields(event, valid_votes=None, ballot_papers=None, controls=None, elected=None)


def spoil(
    night: Night, events: Sequence[Event], way: MisKeying, every: int, rng: random.Random
) -> tuple[list[Event], dict[str, str]]:
    """Return the night with one mistake in every so many declarations, and the mistakes by event."""
    wrong: dict[str, str] = {}
    made: list[Event] = []
    before: list[Declared] = []
    start = rng.randrange(every)
    for n, event in enumerate(events):
        if isinstance(event, Declared):
            if n % every == start:
                found = mis_key(night.election, event, rng, ways=[way], others=before[-60:])
                if found is not None:
                    wrong[event.id] = found.detail
                    made.append(found.event)
                    continue
            before.append(event)
        made.append(event)
    return made, wrong


def real_errors(controls: bool) -> Iterable[str]:
    """Yield a line for each error really carried on the night of July 2024, put into it."""
    night = open_night("ge-2024")
    rows: dict[str, dict[int, int]] = {}
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["ons_id"], {})[int(row["official_votes"])] = int(row["night_votes"])
    events: list[Event] = []
    names: dict[str, str] = {}
    for given in night.events:
        event = without_controls(given) if not controls else given
        if isinstance(given, Declared) and isinstance(event, Declared) and given.area in rows:
            slips = rows[given.area]
            votes = {c: slips.get(v, v) if v is not None else None for c, v in given.votes.items()}
            event = with_fields(
                event, votes=votes, valid_votes=None, controls=Controls(total=given.valid_votes) if controls else None
            )
            names[event.id] = f"{night.election.area_by_id[given.area].name}, {len(slips)} figures"  # type: ignore[index]
        events.append(event)
    _, ever, _ = doubted(night, events)
    for id, name in names.items():
        yield f"  {name}: {ever.get(id, 'not seen')}"
    yield f"  {sum(id in ever for id in names)} of {len(names)} declarations doubted"


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nights", nargs="*", default=NIGHTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=20)
    given = parser.parse_args()
    for name in given.nights:
        night = open_night(name)
        right = [e for e in night.events if isinstance(e, Declared)]
        came, ever, _ = doubted(night, night.events)
        print(f"{name}: {len(right)} right declarations: {len(came)} doubted when they came,", end=" ")
        print(f"{len(ever)} at any time ({len(ever) / len(right):.2%}): {dict(Counter(ever.values()))}")
        for way in get_args(MisKeying):
            said = []
            for controls in (True, False):
                events = list(night.events) if controls else [without_controls(e) for e in night.events]
                spoilt, wrong = spoil(night, events, way, given.every, random.Random(f"{given.seed} {name} {way}"))
                came, ever, refused = doubted(night, spoilt)
                at_once = sum(id in came or id in refused for id in wrong)
                later = sum(id in ever or id in refused for id in wrong)
                also = len({id for id in ever if id not in wrong})
                words = "with the valid votes announced" if controls else "with no control figure"
                said.append(f"{words} {at_once} at once, {later} in all of {len(wrong)} ({also} right doubted)")
            print(f"  {way}: {'; '.join(said)}")
    if SAMPLE.exists():
        for controls in (True, False):
            print(f"July 2024's own errors, {'with' if controls else 'without'} control figures:")
            print("\n".join(real_errors(controls)))


if __name__ == "__main__":
    main()
