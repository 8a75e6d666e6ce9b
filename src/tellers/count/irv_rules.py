"""The instant runoffs in law, and the plain ones that a contest's own rules may be put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from tellers.count.ballots import Papers
from tellers.count.instant_runoff import count_runoff
from tellers.count.interpretation import Interpretation
from tellers.count.irv_choices import Mode, RunoffChoices
from tellers.count.rule import Choice, Rule
from tellers.count.sheet import Lot, StageSheet

_MAINE_READING = Interpretation(overvote="exhaust", skipped_ranks_allowed=1)
# A preference counts only as far as the numbers run on without gap or doubt.
_CONSECUTIVE = Interpretation(overvote="exhaust", skipped_ranks_allowed=0, repeated="exhaust")

CHOICES: dict[str, RunoffChoices] = {
    "instant_runoff": RunoffChoices(),
    "instant_runoff_passes": RunoffChoices(mode="passes"),
    "instant_runoff_bottoms_up": RunoffChoices(mode="bottoms_up"),
    "maine_rcv_2016": RunoffChoices(reading=_MAINE_READING, until="first_majority_or_two", batch=True),
    "maine_rcv_2024": RunoffChoices(reading=_MAINE_READING, until="first_majority_or_two"),
    "alaska_rcv_2020": RunoffChoices(reading=_MAINE_READING, until="first_majority_or_two"),
    "minneapolis_irv_2009": RunoffChoices(reading=_MAINE_READING, batch=True),
    "nsw_assembly_1981": RunoffChoices(reading=_CONSECUTIVE),
}

# Ids of counts by a configuration of RCTab, by how the seats are filled; those without surpluses are runoffs.
CONFIGURED: dict[Mode, str] = {mode: f"rctab_{mode}" for mode in get_args(Mode)}
CONFIGURED_RUNOFFS = frozenset(rule_id for mode, rule_id in CONFIGURED.items() if not mode.startswith("surplus"))


def runoff_rule(
    *, rule_id: str, law: str, place: str, years: str, source: str, choices: RunoffChoices, cites: dict[str, str]
) -> Rule:
    """Return a rule that counts by these choices, each of which is told with what shows it.

    Args:
        rule_id: The rule's id.
        law: The instrument.
        place: Where it is in force.
        years: From and to.
        source: Where its choices were read.
        choices: The law's answers.
        cites: For each of `reading`, `ties`, `until` and `batch` that the law speaks of, the clause or count.
    """

    def count(papers: Papers, seats: int, lots: Sequence[Lot] = ()) -> StageSheet:
        return count_runoff(papers, seats, lots, choices=choices, rule=rule_id)

    told = tuple(
        Choice(name=name, value=value, cites=cites.get(name, source))
        for name, value in describe_choices(choices).items()
    )
    return Rule(id=rule_id, law=law, place=place, years=years, source=source, choices=told, count=count)


def describe_choices(choices: RunoffChoices) -> dict[str, str]:
    """Return every choice in words, by the name of its field."""
    reading = choices.reading
    skipped = reading.skipped_ranks_allowed
    return {
        "seats": {
            "single": "one, by a majority of the papers that continue",
            "passes": "one after another, each by a whole count without those already elected",
            "bottoms_up": "the lowest is excluded until as many remain as there are seats",
            "share": "the lowest is excluded until all who remain have the share asked",
            "surplus": "a quota elects; surpluses pass on; all who reach it in a round",
            "surplus_one": "a quota elects; surpluses pass on; the highest only in a round",
        }[choices.mode],
        "overvote": {
            "exhaust": "a rank with several marks stops the paper",
            "skip": "a rank with several marks is passed over",
            "exhaust_if_several_continue": "a rank with several marks stops the paper if several of them continue",
        }[reading.overvote],
        "skipped_ranks": "any number may be left empty"
        if skipped is None
        else f"more than {skipped} left empty in a row stop the paper",
        "repeated": "a second mark for one candidate says nothing"
        if reading.repeated == "skip"
        else "a second mark for one candidate stops the paper",
        "until": {
            "majority": "someone has a majority",
            "two": "two remain, whoever has won before",
            "first_majority_or_two": "someone has a majority of first preferences, or two remain",
        }[choices.until],
        "batch": "all who cannot win even together are excluded at once" if choices.batch else "one at a time",
        "ties": {
            "lot": "by lot",
            "earlier_rounds": "the latest round in which they differed, else the lot",
            "listed_order": "the one listed first is favoured",
        }[choices.ties],
    }


PLAIN = runoff_rule(
    rule_id="instant_runoff",
    law="no one law: the plain form, every mark that can be followed being followed",
    place="anywhere",
    years="1871-",
    source="W.R. Ware's form of T. Hare's system, 1871",
    choices=CHOICES["instant_runoff"],
    cites={},
)
PASSES = runoff_rule(
    rule_id="instant_runoff_passes",
    law="no one law: several seats by a runoff each, without those already elected",
    place="anywhere",
    years="",
    source="RCTab's multi-pass mode",
    choices=CHOICES["instant_runoff_passes"],
    cites={},
)
BOTTOMS_UP = runoff_rule(
    rule_id="instant_runoff_bottoms_up",
    law="no one law: the lowest excluded until as many remain as there are seats",
    place="anywhere",
    years="",
    source="RCTab's bottoms-up mode",
    choices=CHOICES["instant_runoff_bottoms_up"],
    cites={},
)
_MAINE_CITES = {
    "overvote": "section 723-A(1)(D): an overvote at the highest continuing ranking exhausts",
    "skipped_ranks": "section 723-A(1)(D): two or more skipped rankings in a row exhaust",
    "until": "29-250 CMR chapter 535, section 4(2)(A): rounds only if nobody has more than 50%, then to the last two",
    "ties": "section 723-A(3): by lot",
}
MAINE_2016 = runoff_rule(
    rule_id="maine_rcv_2016",
    law="21-A Maine Revised Statutes, section 723-A (Initiated Bill 2015, chapter 3), and 29-250 CMR chapter 535",
    place="Maine",
    years="2018-2024",
    source="https://legislature.maine.gov/statutes/21-A/title21-Asec723-A.html",
    choices=CHOICES["maine_rcv_2016"],
    cites=_MAINE_CITES | {"batch": "section 723-A(1)(A) and (G), repealed by Public Law 2023, chapter 304"},
)
MAINE_2024 = runoff_rule(
    rule_id="maine_rcv_2024",
    law="21-A Maine Revised Statutes, section 723-A as amended by Public Law 2023, chapter 304",
    place="Maine",
    years="2024-",
    source="https://legislature.maine.gov/statutes/21-A/title21-Asec723-A.html",
    choices=CHOICES["maine_rcv_2024"],
    cites=_MAINE_CITES | {"batch": "none: Public Law 2023, chapter 304, part A, sections 14 and 15"},
)
ALASKA = runoff_rule(
    rule_id="alaska_rcv_2020",
    law="Alaska Statutes 15.15.350 (2020 Ballot Measure 2)",
    place="Alaska",
    years="2022-",
    source="https://law.justia.com/codes/alaska/2022/title-15/chapter-15/section-15-15-350",
    choices=CHOICES["alaska_rcv_2020"],
    cites={
        "until": "AS 15.15.350(d): more than half of the active ballots at first, or else to the last two",
        "overvote": "AS 15.15.350: an overvote at the highest continuing ranking makes a ballot inactive",
        "skipped_ranks": "AS 15.15.350: two or more skipped rankings in a row make a ballot inactive",
    },
)
MINNEAPOLIS = runoff_rule(
    rule_id="minneapolis_irv_2009",
    law="Minneapolis Code of Ordinances, title 8.5, chapter 167",
    place="Minneapolis",
    years="2009-",
    source="the configuration with which RCTab counts the mayor's election of 2013",
    choices=CHOICES["minneapolis_irv_2009"],
    cites={
        "overvote": "mayor 2013: 104 papers stopped in round 1",
        "skipped_ranks": "mayor 2013: 47 papers stopped in round 1",
        "until": "mayor 2013, all 33 rounds",
    },
)
NEW_SOUTH_WALES = runoff_rule(
    rule_id="nsw_assembly_1981",
    law="Constitution Act 1902 (New South Wales), Seventh Schedule: optional preferential voting",
    place="New South Wales",
    years="1981-",
    source="as its Electoral Commission tells the count; the Schedule itself was not at hand, so a tie awaits a lot",
    choices=CHOICES["nsw_assembly_1981"],
    cites={"until": "Gosford 2015: 22,029 to 21,826, by 203"},
)

RULES: tuple[Rule, ...] = (PLAIN, PASSES, BOTTOMS_UP, MAINE_2016, MAINE_2024, ALASKA, MINNEAPOLIS, NEW_SOUTH_WALES)
