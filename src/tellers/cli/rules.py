"""`tellers rules`: every counting rule, with its law, place, years and source."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator, Mapping

import click

from tellers.count.registry import RULES
from tellers.count.rule import Cited
from tellers.count.votes_registry import VOTES_RULES


def all_rules() -> Mapping[str, tuple[Cited, str]]:
    """Return every rule by id, with what it counts: `papers` or `votes`."""
    return {
        **{rule.id: (rule, "papers") for rule in RULES.values()},
        **{rule_id: (rule, "votes") for rule_id, rule in VOTES_RULES.items()},
    }


@click.command("rules")
@click.argument("rule_id", metavar="[RULE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(rule_id: str | None, as_json: bool) -> None:
    """List the counting rules with their law; with RULE, every choice it makes and what shows it."""
    found = all_rules()
    if rule_id is not None:
        if rule_id not in found:
            raise click.BadParameter(f"{rule_id!r} is not one of {', '.join(sorted(found))}", param_hint="RULE")
        found = {rule_id: found[rule_id]}
    if as_json:
        click.echo(json.dumps({"rules": [_plain(*pair) for pair in found.values()]}, ensure_ascii=False, indent=1))
        return
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
    for rule, counts in found.values():
        for line in _lines(rule, counts, width, choices=rule_id is not None):
            click.echo(line)


def _plain(rule: Cited, counts: str) -> dict[str, object]:
    return {
        "id": rule.id,
        "law": rule.law,
        "place": rule.place,
        "years": rule.years,
        "source": rule.source,
        "counts": counts,
        "choices": [{"name": each.name, "value": each.value, "cites": each.cites} for each in rule.choices],
    }


def _lines(rule: Cited, counts: str, width: int, *, choices: bool) -> Iterator[str]:
    yield click.style(rule.id, bold=True) + f"  {', '.join(filter(None, (rule.place, rule.years)))}  (counts {counts})"
    yield from textwrap.wrap(rule.law, width, initial_indent="    ", subsequent_indent="    ")
    if not choices:
        return
    yield from textwrap.wrap(rule.source, width, initial_indent="    ", subsequent_indent="    ")
    for each in rule.choices:
        yield from textwrap.wrap(
            f"{each.name}: {each.value} [{each.cites}]", width, initial_indent="  - ", subsequent_indent="    "
        )
