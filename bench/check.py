"""How well the copy check finds slips: true copy, one slip put in at a time, and how many are flagged, by kind.

    python bench/check.py            # Barsetshire's stories, and the press stories where they are at hand
    python bench/check.py --speed    # time for a story, on one core

A slip counts as flagged where the claim that it stands in is a note, a warning or an error, and was not before.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "check"))

from marked import read_marked  # noqa: E402

from nights import PEOPLE, council, county, mayor  # noqa: E402
from tellers.check import FINDINGS, Checker, Claim, History, parse_facts  # noqa: E402
from tellers.edition import editions  # noqa: E402
from tellers.pack import find_night, read_pack  # noqa: E402

EXACT = frozenset(
    (
        "votes",
        "share",
        "margin_votes",
        "margin_pct",
        "lead_votes",
        "lead_pct",
        "turnout",
        "rejected",
        "total_votes",
        "electorate",
    )
)
STORIES = ROOT.parent / "shared" / "stories"


def night_checker(name: str) -> Checker:
    pack = read_pack(find_night(name))
    facts = pack.path / "facts.csv"
    rows = parse_facts(facts.read_text(encoding="utf-8")) if facts.is_file() else ()
    return Checker(History(editions(pack.election, pack.events()), facts=rows, zone=ZoneInfo(pack.election.time_zone)))


def checker_for(name: str) -> Checker:
    """Return the night that one of Barsetshire's stories tells of, by the story's name."""
    if name.startswith(("county", "u-05", "u-06", "u-11", "v-county", "w-county")):
        return county()
    return council() if name.startswith(("council", "u-07", "u-08", "v-council", "w-council")) else mayor()


def digit_slips(number: str) -> list[tuple[str, str]]:
    """Return a number with one digit changed, and with each pair of neighbours transposed."""
    found = []
    places = [i for i, c in enumerate(number) if c.isdigit()]
    for i in places[1:] or places:
        other = str((int(number[i]) + 4) % 10)
        found.append(("digit changed", number[:i] + other + number[i + 1 :]))
    for i, j in pairwise(places):
        if number[i] != number[j]:
            swapped = list(number)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            if swapped[0] != "0":
                found.append(("digits transposed", "".join(swapped)))
    return found


def replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def flagged(
    checker: Checker, text: str, start: int, end: int, before: frozenset[tuple[str, str]], as_of: int | None
) -> bool:
    """Return whether a claim over the slip, or one that the slip made, is a finding that was none before."""
    for claim in checker.check(text, as_of=as_of).claims:
        if claim.level in FINDINGS and claim.start < end and start < claim.end:
            return True
        if claim.level in FINDINGS and (claim.type, claim.quote) not in before:
            return True
    return False


def number_slips(
    checker: Checker, name: str, text: str, as_of: int | None, tally: Counter[str], missed: list[str]
) -> None:
    report = checker.check(text, as_of=as_of)
    before = frozenset((c.type, c.quote) for c in report.claims if c.level in FINDINGS)
    for claim in report.claims:
        if claim.level != "ok" or claim.type not in EXACT or not exact(text, claim):
            continue
        match = re.search(r"\d[\d,]*(?:\.\d+)?", claim.quote)
        if match is None:
            continue
        start, end = claim.start + match.start(), claim.start + match.end()
        for kind, new in digit_slips(match.group().rstrip(",")):
            slipped = replaced(text, start, start + len(new), new)
            count(
                tally,
                missed,
                kind,
                flagged(checker, slipped, start, start + len(new), before, as_of),
                f"{name}: {match.group()} -> {new}: {around(slipped, start)}",
            )
        del end


def exact(text: str, claim: Claim) -> bool:
    """Return whether the figure is meant exactly: no "about", "more than" or "nearly" with it."""
    words = text[max(0, claim.start - 14) : claim.end].lower()
    vague = (
        "about",
        "over",
        "under",
        "more than",
        "less than",
        "fewer",
        "nearly",
        "almost",
        "around",
        "some ",
        "roughly",
        "million",
    )
    return not any(w in words for w in vague)


def around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 60) : at + 40].split())


def count(tally: Counter[str], missed: list[str], kind: str, right: bool, words: str) -> None:
    tally[kind] += 1
    tally[f"{kind}: flagged"] += right
    if not right:
        missed.append(f"{kind}: {words}")


def word_slips(
    checker: Checker, name: str, text: str, as_of: int | None, tally: Counter[str], missed: list[str]
) -> None:
    """Swap who won or lost in claims that are right, and turn the sign of what is said about."""
    report = checker.check(text, as_of=as_of)
    before = frozenset((c.type, c.quote) for c in report.claims if c.level in FINDINGS)
    topics = {t.id: t for t in checker.gazetteer.topics}
    for claim in report.claims:
        if claim.level != "ok" or claim.contest not in topics:
            continue
        if claim.type in ("winner", "loser", "area_winner"):
            people = [p.name for p in topics[claim.contest].people.values()]
            for old in people:
                new = next((n for n in people[:2] if n != old and n.split()[-1] not in claim.quote), None)
                at = claim.quote.find(old)
                if at < 0 or new is None:
                    continue
                slip(checker, name, text, as_of, claim.start + at, old, new, before, "wrong candidate", tally, missed)
        for old, new in SIGNS:
            for match in re.finditer(rf"\b{old}\b", claim.quote):
                start = claim.start + match.start()
                if text[:start].split()[-1:] and text[:start].split()[-1] in PASSIVE:
                    # "has been lost to" is no English.
                    continue
                if new.endswith(" to") and text[start + len(old) :].split()[:1] in (["as"], ["by"], ["in"], ["after"]):
                    continue
                slip(checker, name, text, as_of, start, old, new, before, "wrong sign", tally, missed)


SIGNS = (
    ("beat", "lost to"),
    ("defeated", "lost to"),
    ("won", "lost"),
    ("lost", "won"),
    ("ahead of", "behind"),
    ("trailed", "led"),
    ("led", "trailed"),
    ("gained", "lost"),
    ("unseated", "lost to"),
    ("ousted", "lost to"),
    ("held", "lost"),
)
PASSIVE = frozenset(("been", "was", "is", "were", "be", "being", "had"))


def slip(
    checker: Checker,
    name: str,
    text: str,
    as_of: int | None,
    at: int,
    old: str,
    new: str,
    before: frozenset[tuple[str, str]],
    kind: str,
    tally: Counter[str],
    missed: list[str],
) -> None:
    """Put one word for another at a place, and count whether it is flagged."""
    slipped = replaced(text, at, at + len(old), new)
    # The claim may grow or shrink with the word: its sentence is what is looked at.
    end = slipped.find(". ", at)
    got = flagged(checker, slipped, at, end if end > 0 else len(slipped), before, as_of)
    count(tally, missed, kind, got, f"{name}: {old} -> {new}: {around(slipped, at)}")


AREA_COPY = (
    "In {area}, {name} polled {votes:,} votes.",
    "{name} took {votes:,} votes in {area}.",
    "{votes:,} people in {area} voted for {name}.",
    "{area}: {name} {votes:,}.",
)


def area_slips(tally: Counter[str], missed: list[str]) -> None:
    """Put every area's figure under another area's name."""
    topic = mayor().gazetteer.topics[0]
    table = topic.moments[-1].main()
    assert table is not None
    areas = list(topic.areas.items())
    for k, (area, _) in enumerate(areas):
        for n, (name, _, _) in enumerate(PEOPLE[:2]):
            votes = table.vote(name.lower(), area)
            wrong = areas[(k + 1) % len(areas)][1]
            text = AREA_COPY[(k + n) % len(AREA_COPY)].format(area=wrong, name=name, votes=votes)
            if "voted for" in text:
                continue
            got = any(c.level in FINDINGS for c in mayor().check(text).claims)
            count(tally, missed, "wrong area", got, text)


def moment_slips(tally: Counter[str], missed: list[str]) -> None:
    """Print each lead of the day as if it stood at the end."""
    topic = mayor().gazetteer.topics[0]
    for moment in topic.moments:
        table = moment.main()
        order = table.order() if table is not None else []
        if moment.final or not moment.declared or len(order) < 2:
            continue
        name, lead = topic.people[order[0][0]].name, order[0][1] - order[1][1]
        for text in (f"{name} leads by {lead:,} votes in Barsetshire.", f"{name} now has a lead of {lead:,} votes."):
            got = any(c.level in FINDINGS for c in mayor().check(text).claims)
            count(tally, missed, "wrong moment", got, text)


def slips(*, show: bool) -> None:
    for title, stories in (("Barsetshire's stories", barsetshire()), ("the press stories of 4 May 2024", press())):
        tally: Counter[str] = Counter()
        missed: list[str] = []
        for checker, name, text, as_of in stories:
            number_slips(checker, name, text, as_of, tally, missed)
            word_slips(checker, name, text, as_of, tally, missed)
        if title.startswith("Barset"):
            area_slips(tally, missed)
            moment_slips(tally, missed)
        print(f"{title}:")
        for kind in sorted(k for k in tally if ": " not in k):
            right = tally[f"{kind}: flagged"]
            print(f"  {kind}: {right} of {tally[kind]} ({right / tally[kind]:.3f})")
        if show:
            print("\n".join(f"    missed {line}" for line in missed))


def barsetshire() -> list[tuple[Checker, str, str, int | None]]:
    folder = ROOT / "tests" / "check"
    paths = sorted([*(folder / "stories").glob("*.txt"), *(folder / "unseen").glob("*.txt")])
    rows = []
    for path in paths:
        marked = read_marked(path)
        if not any(mark.truth for mark in marked.marks):
            rows.append((checker_for(path.stem), path.stem, marked.text, None))
    return rows


def press() -> list[tuple[Checker, str, str, int | None]]:
    if not STORIES.is_dir():
        return []
    checker = night_checker("wm-mayor-2024")
    rows: list[tuple[Checker, str, str, int | None]] = []
    for path in sorted(STORIES.glob("*.txt")):
        rows.append(
            (checker, path.stem[:3], path.read_text(encoding="utf-8"), 25 if path.stem.startswith("001") else None)
        )
    return rows


def speed() -> None:
    stories = [*barsetshire(), *press()]
    for checker, _, text, _ in stories:
        checker.check(text)
    times = []
    for checker, name, text, as_of in stories:
        started = time.process_time()
        checker.check(text, as_of=as_of)
        times.append((time.process_time() - started, name, len(text)))
    times.sort()
    middle, (longest, name, size) = times[len(times) // 2][0], times[-1]
    print(f"{len(times)} stories: median {1000 * middle:.1f} ms, slowest {1000 * longest:.1f} ms")
    print(f"the slowest: {name}, {size:,} characters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--show", action="store_true", help="print every slip missed")
    asked = parser.parse_args()
    speed() if asked.speed else slips(show=asked.show)


if __name__ == "__main__":
    main()
