"""Doubts on the bundled nights: errors of every kind put in from a seed and caught, and right figures doubted.

`python bench/doubts.py [NIGHT…] [--seed N] [--every N]`. Each kind is put into every Nth declaration of a night by
itself, once with the valid votes that the log has as control figures, once with none, by what part of the votes moves.

`python bench/doubts.py --left-out [NIGHT…]` chooses the limits for each night on all the others, and counts what they
doubt of its right figures; a NIGHT may be the folder of a pack made with `tellers import`.

`python bench/doubts.py --real` is July 2024's own errors alone, each with why it is seen or cannot be.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from tellers.cli.night import Night, open_night
from tellers.edition import advance, start
from tellers.errors import DeclarationError
from tellers.outlook.expecting import learn, row_of, survey
from tellers.outlook.surprise import LIMITS, Limits, deviations
from tellers.record import Controls, Declared, Event
from tellers.record.record import with_fields
from tellers.rehearsal.miskeying import MisKeying, mis_key

NIGHTS = ("ge-2010", "ge-2015", "ge-2019", "ge-2024", "locals-2024")
SAMPLE = Path(__file__).parents[2] / "shared/data/uk/general/ge2024_night_errors_sample.csv"


def doubted(
    night: Night, events: Sequence[Event], limits: Limits = LIMITS
) -> tuple[dict[str, str], dict[str, str], set[str]]:
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
    edition = start(night.election)
    edition = replace(edition, doubting=with_fields(edition.doubting, limits=limits))
    for event in kept:
        edition = advance(edition, event)
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
    wrong: dict[str, tuple[Declared, Declared]] = {}
    for given in night.events:
        event = without_controls(given) if not controls else given
        if isinstance(given, Declared) and isinstance(event, Declared) and given.area in rows:
            slips = rows[given.area]
            votes = {c: slips.get(v, v) if v is not None else None for c, v in given.votes.items()}
            event = with_fields(
                event, votes=votes, valid_votes=None, controls=Controls(total=given.valid_votes) if controls else None
            )
            names[event.id] = night.election.area_by_id[given.area].name  # type: ignore[index]
            wrong[event.id] = (given, event)
        events.append(event)
    _, ever, _ = doubted(night, events)
    for id, name in names.items():
        yield f"  {name}: {ever.get(id, 'not seen')}{'' if controls else '; ' + why(night, events, *wrong[id])}"
    yield f"  {sum(id in ever for id in names)} of {len(names)} declarations doubted"


def why(night: Night, events: Sequence[Event], right: Declared, wrong: Declared) -> str:
    """Return what a mistake moved, in votes and in deviations of what may be expected at the end of the night."""
    contest = night.election.contest_by_id[right.contest]  # type: ignore[index]
    field = survey(night.election)
    rows, angles, turnouts = [], [], []
    for event in events:
        if isinstance(event, Declared):
            there = night.election.contest_by_id[event.contest]  # type: ignore[index]
            row, total = row_of(field, there, _known(event))
            rows.append(field.slots[(there.id, event.area)])  # type: ignore[index]
            angles.append(row)
            turnouts.append(math.log(total / field.electorate[rows[-1]]))
    lines = learn(field, rows, np.array(angles), np.array(turnouts))
    slot = (contest.id, right.area)
    before, was = deviations(field, lines, contest, slot, _known(right))  # type: ignore[arg-type]
    after, now = deviations(field, lines, contest, slot, _known(wrong))  # type: ignore[arg-type]
    total = sum(_known(right).values())
    names = {str(c.id): c.name for c in contest.candidates}
    said = []
    for candidate, votes in _known(right).items():
        moved = _known(wrong)[candidate] - votes
        if moved and candidate in after:
            share = f"its share is {after[candidate]:+.2f} deviations out, rightly {before[candidate]:+.2f}"
            said.append(f"{names[candidate]} {moved:+,} ({moved / total:+.2%} of the votes; {share})")
        elif moved:
            said.append(f"{names[candidate]} {moved:+,} ({moved / total:+.2%} of the votes; nothing is expected of it)")
    if len(said) > 2:
        moved = sum(_known(wrong).values()) - total
        said = [f"all candidates {moved:+,} ({moved / total:+.1%})"]
    turnout = "" if was is None or now is None else f"; the turnout {now:+.2f}, rightly {was:+.2f}"
    return ", ".join(said) + turnout


def _known(event: Declared) -> dict[str, int]:
    return {c: v for c, v in event.votes.items() if v is not None}


def by_size(events: Sequence[Event], spoilt: Sequence[Event], wrong: Iterable[str], found: set[str]) -> str:
    """Return how many mistakes of each size were found."""
    right = {e.id: e for e in events if isinstance(e, Declared)}
    made = {e.id: e for e in spoilt if isinstance(e, Declared)}
    number, seen = Counter[int](), Counter[int]()
    for id in wrong:
        size = size_of(right[id], made[id])
        number[size] += 1
        seen[size] += id in found
    names = ("up to 1%", "1 to 3%", "3 to 10%", "over 10%")
    return ", ".join(f"{names[n]} {seen[n]} of {number[n]}" for n in sorted(number))


SIZES = (0.01, 0.03, 0.1, 1e9)
"""Mistakes are told apart by what part of the votes they move: up to 1%, 3%, 10%, and more."""


def size_of(right: Declared, wrong: Declared) -> int:
    """Return which of the sizes a mistake is of, by the greatest change of one figure."""
    votes, spoilt = _known(right), _known(wrong)
    moved = max(abs(spoilt[c] - votes[c]) for c in votes) / max(1, sum(votes.values()))
    return next(n for n, size in enumerate(SIZES) if moved <= size)


CHOICES = tuple(
    Limits(swapped=s, slipped=s, turnout=t, slight=w)
    for s, t, w in ((9.0, 4.8, 0.04), (7.0, 4.3, 0.02), (5.5, 3.8, 0.02), (4.5, 3.5, 0.01))
)
AIMED = 0.0075  # Right declarations doubted on the other nights, at most, where limits are chosen.


def left_out(names: Sequence[str]) -> None:
    """Print for each night what limits chosen on the others doubt of its right figures, with no control figure."""
    rates: dict[str, list[float]] = {}
    for name in names:
        night = open_night(name)
        events = [without_controls(e) for e in night.events]
        right = sum(isinstance(e, Declared) for e in events)
        rates[name] = [len(doubted(night, events, limits)[1]) / right for limits in CHOICES]
    for name in names:
        others = [rates[other] for other in names if other != name]
        fit = [n for n in range(len(CHOICES)) if sum(row[n] for row in others) / len(others) <= AIMED]
        chosen = max(fit, default=0)
        shown = ", ".join(f"{rate:.2%}" for rate in rates[name])
        print(
            f"{Path(name).name}: {rates[name][chosen]:.2%} doubted with limits {chosen + 1} of {len(CHOICES)} ({shown})"
        )


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nights", nargs="*", default=NIGHTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--left-out", action="store_true")
    parser.add_argument("--real", action="store_true")
    given = parser.parse_args()
    if given.left_out:
        left_out(given.nights)
        return
    if given.real:
        print("\n".join(real_errors(False)))
        return
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
                if not controls:
                    sizes = by_size(events, spoilt, wrong, {*ever, *refused})
                words = "with the valid votes announced" if controls else "with no control figure"
                said.append(f"{words} {at_once} at once, {later} in all of {len(wrong)} ({also} right doubted)")
            print(f"  {way}: {'; '.join(said)}")
            print(f"    with no control figure, by the part of the votes moved: {sizes}")
    if SAMPLE.exists():
        for controls in (True, False):
            print(f"July 2024's own errors, {'with' if controls else 'without'} control figures:")
            print("\n".join(real_errors(controls)))


if __name__ == "__main__":
    main()
