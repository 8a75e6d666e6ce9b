"""How the copy check reads stories in many voices: what it finds, and how often it is wrong when it is red.

    python bench/check_voices.py                 # every set of stories
    python bench/check_voices.py fresh second    # those two
    python bench/check_voices.py --show          # every false alarm, every wrong statement passed, what is not found

All sets have mended the grammar by now; what each gave at first sight stands in docs/method-check.md.

Red precision is the share of `error` findings that lie on a statement marked wrong. False alarms are counted for each
100 statements marked that are true: red ones, and red or amber ones.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "check"))

from marked import Mark, Marked, found, read_voices  # noqa: E402
from voice_nights import night_named  # noqa: E402

from tellers.check import FINDINGS, Claim, Report  # noqa: E402

VOICES = ROOT / "tests" / "check" / "voices"
SETS = ("develop", "sealed", "fresh", "second", "press")


def over(claim: Claim, marks: list[Mark]) -> bool:
    return any(m.start < claim.end and claim.start < m.end for m in marks)


def score(story: Marked, report: Report, tally: Counter[str], lines: list[str]) -> None:
    """Add one story to the tally; `lines` gets what went wrong."""
    wrong = [m for m in story.marks if m.truth == "!"]
    stale = [m for m in story.marks if m.truth == "~"]
    for mark in story.marks:
        over_it = found(report, mark) if mark.kind in "wn" else []
        if mark.kind in "wn":
            kind = {"w": "winners and losers", "n": "numbers"}[mark.kind]
            tally[kind] += 1
            tally[f"{kind} found"] += bool([c for c in over_it if c.level != "unchecked"])
            if not [c for c in over_it if c.level != "unchecked"]:
                lines.append(f"{story.name} not found {mark.kind}: {mark.quote} {[c.reason for c in over_it]}")
            if mark.truth != "!":
                tally["true"] += 1
        if mark.truth == "!":
            got = [c for c in report.claims if over(c, [mark]) and c.level in FINDINGS]
            tally["wrong"] += 1
            tally["wrong flagged"] += bool(got)
            tally["wrong red"] += any(c.level == "error" for c in got)
            if not got:
                lines.append(f"{story.name} PASSED: {mark.quote} {[(c.type, c.level, c.reason) for c in over_it]}")
    for claim in report.claims:
        tally["held"] += claim.level != "unchecked"
        if claim.level not in ("warn", "error", "note"):
            continue
        tally[claim.level] += 1
        if over(claim, wrong) or (claim.level != "error" and over(claim, stale)):
            tally[f"{claim.level} right"] += 1
        else:
            lines.append(f"{story.name} FALSE {claim.level} {claim.type}: {claim.quote!r}: {claim.reason}")


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.3f})" if whole else "none"


def measure(path: Path, *, show: bool) -> Counter[str]:
    tally: Counter[str] = Counter()
    lines: list[str] = []
    for night, story in read_voices(path):
        score(story, night_named(night).check(story.text, story=story.name), tally, lines)
    for kind in ("winners and losers", "numbers"):
        print(f"  {kind} found: {share(tally[f'{kind} found'], tally[kind])}")
    print(f"  wrong statements flagged: {share(tally['wrong flagged'], tally['wrong'])}, red {tally['wrong red']}")
    for level, name in (("error", "red"), ("warn", "amber"), ("note", "note")):
        print(f"  {name}: right {share(tally[f'{level} right'], tally[level])}")
    false_red, false_amber = (tally[x] - tally[f"{x} right"] for x in ("error", "warn"))
    # Where nothing is marked, all of it is true: each claim found and held against the record counts.
    true = tally["true"] or tally["held"]
    print(f"  for each 100 true: {100 * false_red / true:.2f} false red, {100 * false_amber / true:.2f} false amber")
    if show:
        print("\n".join(f"    {line}" for line in lines))
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    for path in (VOICES / f"{name}.txt" for name in asked.sets or SETS):
        print(f"{path.stem}:")
        measure(path, show=asked.show)


if __name__ == "__main__":
    main()
