"""`tellers rehearse`: a night played as if live into a log of its own, with faults put in; at the end a report."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing, nullcontext
from typing import Any

import click

from tellers.cli.database import open_test_ledger
from tellers.cli.holding import hold_option, with_hold
from tellers.cli.night import Night, NightParameter, open_night
from tellers.cli.replaying import offsets
from tellers.cli.text import table
from tellers.edition import to_json
from tellers.edition.edition import Edition
from tellers.record import Event
from tellers.rehearsal import Act, Outcome, Report, as_test, as_test_event, barsetshire, inject, night, parse_faults
from tellers.rehearsal import play as play_acts
from tellers.store import Ledger


@click.command("rehearse")
@click.argument("night_name", metavar="[NIGHT]", type=NightParameter(), required=False)
@click.option("--simulate", type=click.IntRange(1, 200_000), help="Invent a night of so many areas of Barsetshire.")
@click.option(
    "--contests", type=click.IntRange(1, 10_000), default=1, show_default=True, help="Of an invented night: contests."
)
@click.option("--speed", type=click.FloatRange(min=0, min_open=True), help="How many times as fast as the night was.")
@click.option("--faults", metavar="LIST", help="all (the default), none, or some: mis-keyed=0.05,lost,late,…")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same rehearsal.")
@click.option("--db", "url", metavar="URL", help="Record it in a log too, so that a desk can be served from it.")
@hold_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    night_name: str | None,
    simulate: int | None,
    contests: int,
    speed: float | None,
    faults: str | None,
    seed: int,
    url: str | None,
    hold: str | None,
    as_json: bool,
) -> None:
    """Play NIGHT as if live, with faults put in, and report what was caught, how fast, and what got through.

    Faults: late, lost, doubled, reordered, mis-keyed, reversed, recounted, feed-dies. Without --speed it is played at
    once. It is a test: the election and every event carry an id that begins with "test-", a live log refuses them, and
    no rehearsal can be played into the log of a live night.
    """
    shares = parse_faults(faults)
    if (night_name is None) == (simulate is None):
        raise click.UsageError("Name a NIGHT, or say how many areas to --simulate.")
    found = _invented(simulate, contests, seed) if simulate is not None else open_night(night_name or "")
    election = with_hold(as_test(found.election), hold)
    events = [as_test_event(event) for event in found.events]
    acts = inject(election, events, shares, seed)
    with closing(open_test_ledger(url, election)) if url else nullcontext() as ledger:
        pace = _Pace(acts, speed)
        report = play_acts(election, acts, events, send=_sender(ledger), each=pace.wait)
    if as_json:
        click.echo(to_json(report_plain(election.id, seed, report)))
    else:
        click.echo(describe(election.name, seed, report))


def _invented(areas: int, contests: int, seed: int) -> Night:
    election = barsetshire(areas=max(1, areas // contests), contests=contests, seed=seed)
    return Night(election=election, events=night(election, seed=seed))


def _sender(ledger: Ledger | None) -> Any:
    if ledger is None:
        return None

    def send(event: Event) -> None:
        ledger.submit_all([event])

    return send


class _Pace:
    """Waits before each act, where a speed is asked for."""

    def __init__(self, acts: tuple[Act, ...], speed: float | None) -> None:
        self._at = iter(offsets([act.event for act in acts], speed) if speed is not None else [0.0] * len(acts))
        self._begun = time.monotonic()

    def wait(self, act: Act, edition: Edition) -> None:
        time.sleep(max(0.0, self._begun + next(self._at) - time.monotonic()))


def report_plain(night_id: str, seed: int, report: Report) -> dict[str, Any]:
    """Return a report as plain values."""
    return {
        "night": night_id,
        "test": True,
        "seed": seed,
        "events": {"sent": report.sent, "recorded": report.recorded, "refused": report.refused},
        "faults": [_outcome_plain(outcome) for outcome in report.outcomes],
        "right": {"declarations": report.right, "doubted": report.right_doubted},
        "got_through": [_outcome_plain(outcome) for outcome in report.through],
        "differing": list(report.differing),
    }


def _outcome_plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.fault.kind,
        "event": outcome.fault.event,
        "detail": outcome.fault.detail,
        "caught": outcome.caught,
        "after_events": outcome.after_events,
        "why": outcome.why,
    }


def describe(name: str, seed: int, report: Report) -> str:
    """Return a report for a reader."""
    kinds = Counter(outcome.fault.kind for outcome in report.outcomes)
    rows = []
    for kind, number in sorted(kinds.items()):
        of_kind = [o for o in report.outcomes if o.fault.kind == kind]
        how = Counter(o.caught or "got through" for o in of_kind)
        waits = sorted(o.after_events for o in of_kind if o.after_events is not None)
        said = ", ".join(f"{count} {word}" for word, count in sorted(how.items()))
        rows.append([kind, said, str(number), str(waits[-1]) if waits else "-"])
    lines = [
        click.style(f"{name}: rehearsal with seed {seed}", bold=True),
        f"{report.sent} events sent, {report.recorded} recorded, {report.refused} refused",
        table(["fault", "what became of it", "faults", "longest wait (events)"], rows, left=2) if rows else "no faults",
        f"{report.right_doubted} of {report.right} right declarations were doubted",
    ]
    lines += [f"got through: {o.fault.event}: {o.fault.kind}, {o.fault.detail}" for o in report.through]
    lines += [f"not as it should be at the end: {contest}" for contest in report.differing]
    return "\n".join(lines)
