"""Which counting rules a pack may name."""

from __future__ import annotations

import difflib
from functools import cache

from tellers.errors import Problem
from tellers.pack.tables import problem


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
