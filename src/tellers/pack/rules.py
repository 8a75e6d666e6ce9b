"""Which counting rules a pack may name, and whether a contest is one that its rule can count."""

from __future__ import annotations

import difflib
from functools import cache

from tellers.errors import CountError, Problem
from tellers.pack.tables import problem
from tellers.record import Contest
from tellers.tally.rules import allocate

# More than any assembly of the world has. A list rule gives its seats one by one, so that a slip of the finger here
# would hold up every edition.
SEATS_MOST = 10_000


def is_rule(rule: str) -> bool:
    """Return whether there is such a rule; the ranked and list rules are loaded only where a pack names one."""
    return rule in PLAIN_RULES or rule in known_rules()


@cache
def known_rules() -> frozenset[str]:
    """Return the ids of every rule: those where most votes win, and those that count ranked papers or lists."""
    from tellers.count.registry import RULES  # Late, because loading them takes longer than a pack does.
    from tellers.count.votes_registry import VOTES_RULES

    return PLAIN_RULES | frozenset(RULES) | frozenset(VOTES_RULES)


# Rules whose result is read off the votes, and (last) families for packs whose seats are announced, not reckoned.
PLAIN_RULES = frozenset(
    {
        "first_past_the_post",
        "block_vote",
        "limited_vote",
        "single_non_transferable_vote",
        "cumulative_vote",
        "supplementary_vote",
        "contingent_vote",
        "two_round",
        "list_pr",
        "additional_member",
        "mixed_member",
    }
)


def wrong_rule(problems: list[Problem], rule: str, file: str, line: int | None) -> None:
    """Report a rule that nobody knows, with those whose names come near."""
    near = difflib.get_close_matches(rule, known_rules(), n=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else 'For most votes win, write "first_past_the_post".'
    wanted = "a rule that `tellers rules` lists"
    problems.append(problem("rule", f'an unknown rule "{rule}"', wanted, remedy, file=file, line=line))


def check_seats(problems: list[Problem], contest: Contest, file: str, line: int | None) -> None:
    """Report a number of seats that the contest's rule refuses, though every candidate or list has a vote.

    It is refused here because a rule that refuses the seats would do so at the last declaration of the night.
    """
    if contest.seats > SEATS_MOST:
        found, wanted = f"{contest.seats:,} seats", f"at most {SEATS_MOST:,}, more than any assembly has"
        problems.append(problem(contest.id, found, wanted, "Correct the seats.", file=file, line=line))
        return
    try:
        allocate(contest, dict.fromkeys((c.id for c in contest.candidates), 1))
    except CountError as error:
        for said in error.problems:
            wanted = f"{said.wanted}, or {contest.rule} refuses the count"
            remedy = "Correct the seats, the lists or the rule."
            problems.append(problem(contest.id, said.found, wanted, remedy, file=file, line=line))
