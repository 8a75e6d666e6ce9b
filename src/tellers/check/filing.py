"""What of a checked story is filed: the fewest sentences that read the same without the rest."""

from __future__ import annotations

from collections import Counter

from tellers.check.checking import Checker
from tellers.check.claim import Level, Report
from tellers.check.reading import read_text
from tellers.check.story import Block, blocks
from tellers.check.watch import Filed, read_filed

_LONGEST = 4_000


def sentences_to_file(checker: Checker, report: Report, edition: int) -> tuple[str, ...]:
    """Return the sentences by which a published story is watched.

    Those with a claim in them, unless they say something else alone than in the story ("he", an open quotation): then
    the paragraphs that they stand in, and if need be all paragraphs.

    Args:
        edition: The edition that the story was checked at.
    """
    wanted = Counter((claim.type, claim.level) for claim in report.claims)
    if not wanted:
        return ()
    plain = read_text(report.text, report.form)
    found = [b for b in blocks(plain) if b.kind != "boilerplate"]
    held = list(dict.fromkeys(_one_line(claim.sentence) for claim in report.claims))
    paragraphs = [_one_line(plain.text[b.start : b.end]) for b in found]
    choices = (held, [p for p in paragraphs if any(sentence in p for sentence in held)], paragraphs)
    best, least = tuple(held), -1
    for choice in choices:
        rows = tuple(row for row in choice if len(row) <= _LONGEST)
        odds = _different(wanted, checker, Filed(story=report.story, sentences=rows), edition)
        if least < 0 or odds < least:
            best, least = rows, odds
        if not odds:
            break
    return best


def headline_of(report: Report) -> str:
    """Return the story's headline, "" where it has none."""
    plain = read_text(report.text, report.form)
    first: Block | None = next((b for b in blocks(plain) if b.kind == "headline"), None)
    return "" if first is None else _one_line(plain.text[first.start : first.end])


def _different(wanted: Counter[tuple[str, Level]], checker: Checker, filed: Filed, edition: int) -> int:
    given = Counter((claim.type, claim.level) for claim in read_filed(checker, filed, edition))
    return sum((wanted - given).values()) + sum((given - wanted).values())


def _one_line(text: str) -> str:
    return " ".join(text.split())
