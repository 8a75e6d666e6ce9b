"""Feeds as independent readers take them: Atom by feedparser, tables by frictionless."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest

from barsetshire import barsetshire, night
from tellers.edition import Edition, editions, tell, to_json
from tellers.edition.languages import LANGUAGES
from tellers.feeds import TABLES, atom, changes_since, csv_text, datapackage
from tellers.record import Corrected, Declared


@pytest.fixture(scope="module")
def made() -> list[Edition]:
    election = barsetshire(areas=3, contests=3, seed=4)
    events = night(election, seed=4)
    return list(editions(election, [msgspec.structs.replace(event, seq=n) for n, event in enumerate(events, 1)]))


def test_feedparser_reads_every_entry_with_the_pages_own_sentences(made: list[Edition]) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse(atom(made[-1].election, made[:0:-1]))
    assert not feed.bozo, feed.get("bozo_exception")
    assert len(feed.entries) == len(made) - 1
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    newest = feed.entries[0]
    for sentence in tell(made[-1]):
        assert sentence in newest.content[0].value.replace("&amp;", "&")


def test_a_correction_reaches_the_feed_with_both_figures(made: list[Edition]) -> None:
    first = next(e for e in made if e.change is not None and isinstance(e.change.event, Declared))
    assert first.change is not None
    event = first.change.event
    assert isinstance(event, Declared)
    candidate, votes = next((c, v) for c, v in event.votes.items() if v)
    now = list(
        editions(
            first.election,
            [
                *(e.change.event for e in made[1 : first.number + 1] if e.change is not None),
                Corrected(
                    id="mended",
                    contest=event.contest,
                    replaces=event.id,
                    reason="a digit",
                    votes={candidate: votes - 1},
                ),
            ],
        )
    )[-1]
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse(atom(now.election, [now]))
    said = feed.entries[0].content[0].value
    assert f"{votes - 1:,}" in said
    assert f"{votes:,}" in said
    assert "a digit" in said


@pytest.mark.parametrize("number", [0, 3, -1])
def test_frictionless_finds_every_table_as_it_is_described(made: list[Edition], number: int, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    edition = made[number]
    (tmp_path / "datapackage.json").write_bytes(to_json(datapackage(edition)))
    for table in TABLES.values():
        (tmp_path / f"{table.name}.csv").write_bytes(csv_text(table, edition))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_the_tables_say_what_the_edition_says(made: list[Edition]) -> None:
    edition = made[-1]
    rows = csv_text(TABLES["candidates"], edition).decode().splitlines()[1:]
    total = sum(int(row.split(",")[5]) for row in rows if row.split(",")[5])
    assert total == sum(c.votes or 0 for s in edition.standings.values() for c in s.candidates)


def test_remembered_rows_give_the_same_table(made: list[Edition]) -> None:
    kept: dict[tuple[str, str, int], str] = {}
    for edition in made:
        for table in TABLES.values():
            assert csv_text(table, edition, kept) == csv_text(table, edition)


def test_changes_since_bring_a_reader_up_to_date(made: list[Edition]) -> None:
    before, now = made[2], made[-1]
    found = changes_since(before, made[3:])
    assert (found["since"], found["edition"]) == (before.number, now.number)
    assert [event["edition"] for event in found["events"]] == list(range(3, now.number + 1))
    differing = {id for id, s in now.standings.items() if before.standings.get(id) != s}
    assert {contest["contest"] for contest in found["contests"]} >= differing


def test_every_language_has_every_sentence_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {"en", "cy"} <= set(LANGUAGES)
    for language, words in LANGUAGES.items():
        own_numbers = {key for key in words if re.fullmatch(r"n\.\w+\.(0|[2-9]|\d\d+)", key)}
        assert set(words) - own_numbers == set(LANGUAGES["en"]), language
        for key, text in words.items():
            like = key.rpartition(".")[0] + ".many" if key in own_numbers else key
            assert blanks(text) == blanks(LANGUAGES["en"][like]), (language, key)


def test_every_event_is_told_in_every_language_with_the_same_figures(made: list[Edition]) -> None:
    for edition in made:
        numbers = {language: re.findall(r"\d[\d,.]*\d|\d", " ".join(tell(edition, language))) for language in LANGUAGES}
        for language, found in numbers.items():
            assert sorted(found) == sorted(numbers["en"]), (language, edition.number)
