"""Checks a declared sheet with no ballots at hand: the one door to the laws of each kind of count.

    from tellers.count.check_declared import check_declared
    from tellers.exchange.sheets import read_sheet

    for finding in check_declared(read_sheet(path)):
        print(finding)                     # one line for a person; finding_json(finding) for a program

A finding names the cell (`candidate`, `stage`, `field`), what it `holds`, what it `should_be` where one figure alone
restores every law, what it `may_be` otherwise, and the `others` that would explain it as well. No findings: every law
holds. That is not proof that the table is right: some misprints break no law, and `check_witness` makes the papers
that would give such a table.
"""

from __future__ import annotations

from tellers.count.check_finding import Finding, finding_json
from tellers.count.check_list import check_allocation
from tellers.count.check_plurality import check_result
from tellers.count.check_stv import check_stages
from tellers.count.declared_sheet import Declared, DeclaredAllocation, DeclaredResult, DeclaredSheet
from tellers.count.registry import find_rule


def check_declared(sheet: Declared, rule: str | None = None) -> list[Finding]:
    """Return everything wrong with a declared sheet, the figure most in doubt first.

    Args:
        rule: Id of the rule, where the sheet does not name the right one; the sheet's own otherwise.

    Raises:
        LookupProblem: The rule given is none we have, or an allocation names a method that is none.
    """
    match sheet:
        case DeclaredSheet():
            if rule is not None:
                find_rule(rule)
            return check_stages(sheet, rule or sheet.rule)
        case DeclaredResult():
            return check_result(sheet)
        case DeclaredAllocation():
            return check_allocation(sheet, rule)


__all__ = ["Finding", "check_declared", "finding_json"]
