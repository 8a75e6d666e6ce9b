"""`tellers check`: news copy, claim by claim, against the record."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tellers.check import (
    Checker,
    Form,
    Report,
    guess_form,
    inline_suppressions,
    parse_as_of,
    parse_suppressions,
    rank,
    report_html,
    report_json,
    report_sarif,
    report_text,
    suppress,
)
from tellers.check.checking import AsOf
from tellers.check.suppress import Suppression
from tellers.cli.night import NightParameter, open_night
from tellers.edition import editions
from tellers.errors import InputError, LookupProblem, Problem
from tellers.pack.facts import night_history

# Ten live blogs of the longest: more is not a story but an archive, and each page of it has its own moment.
LONGEST_CHARACTERS = 500_000
_LEVELS = {"text": 0, "note": 2, "warn": 3, "error": 4, "never": 9}


@click.command("check")
@click.argument("stories", nargs=-1, required=True, metavar="STORY…")
@click.option(
    "--night",
    "nights",
    multiple=True,
    required=True,
    type=NightParameter(),
    help="A night to check against; may be given several times.",
)
@click.option(
    "--as-of",
    metavar="WHEN",
    help='The moment that the story speaks of: a time, a day, an event\'s number, or "before AREA".',
)
@click.option(
    "--format", "output", type=click.Choice(["text", "json", "sarif", "html"]), default="text", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warn", "note", "never"]),
    default="error",
    show_default=True,
    help="Exit with status 1 at this level or above.",
)
@click.option(
    "--suppress",
    "aside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table of findings set aside: quote, reason, type.",
)
@click.option("--all", "everything", is_flag=True, help="In text, show what is right and what is unchecked too.")
@click.option(
    "--form",
    type=click.Choice(["text", "markdown", "html"]),
    help="What the story is written in; else its file's name tells.",
)
def command(
    stories: tuple[str, ...],
    nights: tuple[str, ...],
    as_of: str | None,
    output: str,
    as_json: bool,
    fail_on: str,
    aside: Path | None,
    everything: bool,
    form: Form | None,
) -> None:
    """Check each STORY (a file of text, Markdown or HTML, or - for standard input) against the record.

    Exit status: 0 nothing at the level of --fail-on, 1 something is, 2 a story or a night cannot be read.
    """
    opened = [open_night(night) for night in nights]
    histories = [
        night_history(editions(night.election, night.events), name) for night, name in zip(opened, nights, strict=True)
    ]
    checker = Checker(histories)
    when = parse_as_of(as_of or "", histories[0])
    rows = parse_suppressions(aside.read_text(encoding="utf-8"), str(aside)) if aside is not None else ()
    reports = [_check(checker, story, when, form, rows) for story in stories]
    _print(reports, "json" if as_json else output, everything=everything)
    if any(rank(report.worst) >= _LEVELS[fail_on] for report in reports):
        sys.exit(1)


def _check(checker: Checker, story: str, when: AsOf, form: Form | None, aside: tuple[Suppression, ...]) -> Report:
    text = _read(story)
    name = "stdin" if story == "-" else story
    report = checker.check(text, as_of=when, form=form or guess_form(name, text), story=name)
    return suppress(report, (*aside, *inline_suppressions(text, name)))


def _read(story: str) -> str:
    """Return a story's text.

    Raises:
        InputError: There is no such file, or it is no text.
    """
    if story == "-":
        data = sys.stdin.buffer.read()
    else:
        path = Path(story)
        if not path.is_file():
            raise InputError(
                Problem(
                    where=story,
                    found="no such file",
                    wanted="a story to check",
                    remedy="Give a file's name, or - for standard input.",
                )
            )
        data = path.read_bytes()
    if b"\0" in data[:65536]:
        raise InputError(
            Problem(
                where=story,
                found="a binary file",
                wanted="text, Markdown or HTML in UTF-8",
                remedy="Save the story as plain text.",
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8, at byte {error.start}"
        raise InputError(
            Problem(where=story, found=found, wanted="text in UTF-8", remedy="Save the story as UTF-8.")
        ) from None
    return _first_part(story, text)


def _first_part(story: str, text: str) -> str:
    """Return a story, or as much of it as is read, to the end of a paragraph; what is left out is said aloud."""
    if len(text) <= LONGEST_CHARACTERS:
        return text
    end = text.rfind("\n", 0, LONGEST_CHARACTERS) + 1 or LONGEST_CHARACTERS
    click.echo(
        f"{story}: found {len(text):,} characters, wanted at most {LONGEST_CHARACTERS:,}: more is many stories, "
        f"each with its own moment. Only the first {end:,} are checked. Split it, and check the parts one by one.",
        err=True,
    )
    return text[:end]


def _print(reports: list[Report], output: str, *, everything: bool) -> None:
    match output:
        case "json":
            rows = [report_json(report) for report in reports]
            click.echo(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=2))
        case "sarif":
            click.echo(json.dumps(report_sarif(reports), ensure_ascii=False, indent=2))
        case "html":
            if len(reports) > 1:
                raise LookupProblem(
                    Problem(
                        where="--format html",
                        found=f"{len(reports)} stories",
                        wanted="one, because it is one page",
                        remedy="Check them one by one.",
                    )
                )
            click.echo(report_html(reports[0]))
        case _:
            click.echo("\n".join(_coloured(report_text(report, everything=everything)) for report in reports))


_COLOURS = {" error ": "red", " warn ": "yellow", " note ": "blue"}


def _coloured(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        head, quote, rest = line.partition('"')
        colour = next((c for word, c in _COLOURS.items() if word in head), None)
        lines.append(f"{click.style(head, fg=colour)}{quote}{rest}" if colour else line)
    return "\n".join(lines)
