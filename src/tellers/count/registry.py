"""Every rule that counts ranked papers, by id."""

from __future__ import annotations

from tellers.count.contingent_vote_1981 import CONTINGENT_VOTE_1981
from tellers.count.irv_rules import RULES as IRV_RULES
from tellers.count.rule import Rule
from tellers.count.stv_rules import STV_RULES
from tellers.errors import LookupProblem, Problem

# Each family adds its own tuple of rules here; the id is the key everywhere (packs, commands, sheets).
_FAMILIES: tuple[tuple[Rule, ...], ...] = (STV_RULES, IRV_RULES, (CONTINGENT_VOTE_1981,))

RULES: dict[str, Rule] = {rule.id: rule for family in _FAMILIES for rule in family}


def find_rule(rule_id: str) -> Rule:
    """Return the rule with this id.

    Raises:
        LookupProblem: No rule has it.
    """
    if rule_id not in RULES:
        raise LookupProblem(
            Problem(
                where="rule",
                found=repr(rule_id),
                wanted=f"one of {', '.join(sorted(RULES))}",
                remedy="Run `tellers rules` for what each is.",
            )
        )
    return RULES[rule_id]
