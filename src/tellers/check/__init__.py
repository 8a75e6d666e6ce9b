"""The copy check: every claim of a story against the record."""

from tellers.check.as_of import parse_as_of
from tellers.check.checking import AsOf, Checker, check_story
from tellers.check.claim import FINDINGS, LEVELS, Claim, Coverage, Form, Level, Report, rank
from tellers.check.facts import Fact, parse_facts
from tellers.check.filing import headline_of, sentences_to_file
from tellers.check.gone import Gone, GoneClaim, gone_wrong
from tellers.check.history import History
from tellers.check.marking import Stretch, stretches
from tellers.check.reading import guess_form
from tellers.check.report_html import report_html
from tellers.check.report_json import report_json
from tellers.check.report_sarif import report_sarif
from tellers.check.report_text import report_text
from tellers.check.suppress import Suppression, inline_suppressions, parse_suppressions, suppress
from tellers.check.watch import ChangedClaim, Filed, changed_claims

__all__ = [
    "FINDINGS",
    "LEVELS",
    "AsOf",
    "ChangedClaim",
    "Checker",
    "Claim",
    "Coverage",
    "Fact",
    "Filed",
    "Form",
    "Gone",
    "GoneClaim",
    "History",
    "Level",
    "Report",
    "Stretch",
    "Suppression",
    "changed_claims",
    "check_story",
    "gone_wrong",
    "guess_form",
    "headline_of",
    "inline_suppressions",
    "parse_as_of",
    "parse_facts",
    "parse_suppressions",
    "rank",
    "report_html",
    "report_json",
    "report_sarif",
    "report_text",
    "sentences_to_file",
    "stretches",
    "suppress",
]
