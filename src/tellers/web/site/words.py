"""The words of the pages: numbers, times, parties, and the line that says how a contest stands."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from tellers.outlook.decided import decided
from tellers.record import Contest, ContestRecord, Election
from tellers.tally import ContestChange, Standing
from tellers.terms import PartyId, decimal_text

FALLBACK_COLOUR = "#767676"
HELD_BACK_COLOUR = "#8a8f99"
COLOUR_DUE_PERCENT = 50
"""How much of a contest's electorate must be in the figures before bars and maps take the leader's colour.

Half: before that, the order in which places happen to declare says more than their voters do. Shown on every page that
holds a colour back, and on the method page.
"""


def count(value: int | None) -> str:
    """Return a number as a reader sees it; "not known" for None, which is not 0."""
    return "not known" if value is None else f"{value:,}"


def signed(value: int | None) -> str:
    """Return a change as a reader sees it, with its sign."""
    return "not known" if value is None else f"{value:+,}".replace("-", "−") if value else "0"


def points(value: Fraction | None, places: int = 2, *, sign: bool = False) -> str:
    """Return an exact figure rounded to text."""
    if value is None:
        return "not known"
    text = decimal_text(value, places)
    return f"+{text}" if sign and value > 0 else text.replace("-", "−")


def swing_text(election: Election, change: ContestChange, places: int) -> tuple[str, str, str] | None:
    """Return a swing as it is said: points above zero, from whom, to whom; None where there is none."""
    if change.butler is None:
        return None
    away, to = party_name(election, change.swing_from), party_name(election, change.swing_to)
    said = points(abs(change.butler), places)
    return (said, away, to) if change.butler >= 0 else (said, to, away)


def clock(moment: datetime | None, election: Election) -> str:
    """Return the time on the election's own clock, with the date where it is not the poll's; "" for None."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(election.time_zone))
    text = local.strftime("%H:%M:%S") if local.second else local.strftime("%H:%M")
    return text if local.date() == election.date else f"{local.day} {local.strftime('%B')} {text}"


def colour(election: Election, party: PartyId | None) -> str:
    """Return a party's colour, grey for none."""
    known = election.party_by_id.get(party) if party is not None else None
    return known.colour if known is not None and known.colour else FALLBACK_COLOUR


def party_name(election: Election, party: PartyId | None) -> str:
    """Return a party's name, "" for none."""
    known = election.party_by_id.get(party) if party is not None else None
    return known.name if known is not None else party or ""


def colour_due(election: Election, contest: Contest, held: ContestRecord, standing: Standing) -> bool:
    """Return whether enough is in for a leader's colour: decided, or half the electorate (areas, where not known)."""
    if standing.status in ("final", "tied"):
        return True
    if standing.leader is None or not standing.lead:
        return False
    every = [election.area_by_id[a] for a in contest.areas]
    if all(area.electorate for area in every):
        whole = sum(area.electorate or 0 for area in every)
        inside = sum(area.electorate or 0 for area in every if area.id not in standing.not_in)
    else:
        whole, inside = len(every), standing.cover
    return 100 * inside >= COLOUR_DUE_PERCENT * whole or decided(election, contest, held, standing).decided


def headline(contest: Contest, standing: Standing) -> str:
    """Return the one line that says how a contest stands."""
    if standing.status == "final":
        names = [contest.candidate(c).name for c in standing.elected]
        return f"{', '.join(names[:-1])} and {names[-1]} elected" if len(names) > 1 else f"{''.join(names)} elected"
    if standing.status == "tied":
        return "A tie: the lot is awaited"
    if standing.leader is None or standing.lead is None:
        return "Nothing declared yet" if not standing.declared else "No lead is known yet"
    name = contest.candidate(standing.leader).name
    if standing.unknown:
        return f"{name} ahead by {standing.lead:,} in the figures known"
    return f"{name} leads by {standing.lead:,}"


def detail(election: Election, contest: Contest, standing: Standing) -> str:
    """Return the line under the headline: points and their denominator, and what is still to come."""
    said = []
    if standing.status == "final" and standing.majority is not None:
        # Of several seats the majority is that of the last elected, and the lead's points are of the first.
        told = standing.points_of == "valid_votes" and contest.seats == 1
        share = f" ({points(standing.lead_points)}% of valid votes)" if told else ""
        said.append(f"Majority {standing.majority:,}{share}.")
    elif standing.lead is not None and standing.lead_points is not None and standing.points_of is not None:
        of = "valid votes" if standing.points_of == "valid_votes" else "the papers verified there"
        said.append(
            f"{points(standing.lead_points)} points of {of}, in {standing.cover} of {standing.areas_total} areas."
        )
    if standing.unknown:
        said.append(f"{standing.declared} of {standing.areas_total} areas have declared.")
    missing = standing.outstanding(contest) if standing.unknown else standing.missing(contest)
    if len(contest.areas) > 1 and missing and standing.status != "awaiting":
        names = [election.area_by_id[a].name for a in missing]
        said.append(f"Only {names[0]} to come." if len(names) == 1 else f"{len(names)} areas to come.")
    if standing.recounts:
        names = [election.area_by_id[a].name for a in standing.recounts]
        said.append(f"Recount: {', '.join(names)}.")
    if standing.provisional:
        said.append("Provisional figures.")
    return " ".join(said)
