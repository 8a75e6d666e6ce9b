"""Names, numbers and lists as every sentence of the night writes them, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tellers.record.election import Contest, Election
from tellers.terms import AreaId, CandidateId, PartyId

Words = Mapping[str, str]


def counted(words: Words, noun: str, number: int | None) -> str:
    """Return a number with its noun: "1 vote", "1,508 votes", "unknown votes".

    A language gives a form under `n.NOUN.many`, and under `n.NOUN.1`, `n.NOUN.2` and so on for each number that it
    treats apart.
    """
    key = f"n.{noun}.{number}"
    form = words[key] if key in words else words[f"n.{noun}.many"]
    return form.format(n=number_text(number, words))


def number_text(value: int | None, words: Words) -> str:
    """Return a number with its thousands set apart; the language's "unknown" for None, which is not 0."""
    return words["unknown"] if value is None else f"{value:,}"


def sentence(text: str) -> str:
    """Return text with a full stop where it has no end of its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def listed(items: Iterable[str], words: Words) -> str:
    """Return items with commas, the last joined as the language does."""
    rows = list(items)
    return words["comma"].join(rows[:-1]) + words["and"] + rows[-1] if len(rows) > 1 else "".join(rows)


def candidate_names(contest: Contest, ids: Iterable[str], words: Words) -> str:
    """Return candidates' names as a list."""
    return listed((contest.candidate(CandidateId(id)).name for id in ids), words)


def vote_list(election: Election, contest: Contest, votes: Mapping[str, int | None], words: Words) -> str:
    """Return the votes known, most first, each with its candidate and party; a list named as its party is, once."""
    known = [(c, v) for c in contest.candidates if (v := votes.get(c.id)) is not None]
    known.sort(key=lambda item: -item[1])
    rows = []
    for candidate, number in known:
        party = "" if candidate.party is None else party_name(election, candidate.party, words)
        key = "figure_party" if party and party != candidate.name else "figure"
        rows.append(words[key].format(name=candidate.name, party=party, votes=f"{number:,}"))
    return words["comma"].join(rows)


def area_name(election: Election, area: str) -> str:
    """Return an area's name."""
    return election.area_by_id[AreaId(area)].name


def party_name(election: Election, party: PartyId | None, words: Words) -> str:
    """Return a party's name as the pack gives it, "no party" for none."""
    if party is None:
        return words["party.none"]
    known = election.party_by_id.get(party)
    return known.name if known is not None else party


def control_name(election: Election, control: str, words: Words) -> str:
    """Return who controls a body: a party's name, or the language's words for nobody."""
    return words["noc"] if control == "noc" else party_name(election, PartyId(control), words)
