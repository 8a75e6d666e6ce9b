"""The part of `tellers count` for `--check`: a declared sheet held against the laws of its count, without ballots."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tellers.count.check_declared import check_declared, finding_json
from tellers.exchange.sheets import read_sheet


def check_sheet(path: Path, rule: str | None, *, as_json: bool) -> int:
    """Print everything wrong with a declared sheet, and return the exit status: 0 for nothing, 1 for something.

    Raises:
        InputError: The sheet cannot be read.
    """
    declared = read_sheet(path)
    findings = check_declared(declared, rule)
    problems = getattr(declared, "problems", ())
    if as_json:
        found = {
            "sheet": str(path),
            "findings": [finding_json(finding) for finding in findings],
            "problems": [str(problem) for problem in problems],
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(f"{click.style('unreadable:', fg='yellow')} {problem}")
        for finding in findings:
            click.echo(f"{click.style('wrong:', fg='red')} {finding}")
        if not findings and not problems:
            click.echo(f"{path}: every law of the count holds")
    return 1 if findings or problems else 0
