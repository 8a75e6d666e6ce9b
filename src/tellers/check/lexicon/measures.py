"""Units and qualifiers: what a number counts, and how exactly it is meant."""

from __future__ import annotations

from tellers.check.lexicon.words import word_set

UNITS: dict[str, str] = {
    **dict.fromkeys(("vote", "votes", "ballots", "ballot", "preferences", "preference"), "votes"),
    **dict.fromkeys(("papers", "paper"), "papers"),
    **dict.fromkeys(("seat", "seats", "mps", "mp", "councillors", "councillor", "members", "constituencies"), "seats"),
    **dict.fromkeys(("council", "councils"), "councils"),
    **dict.fromkeys(("voter", "voters", "electors", "people"), "people"),
    **dict.fromkeys(
        (
            "borough",
            "boroughs",
            "area",
            "areas",
            "district",
            "districts",
            "county",
            "counties",
            "precinct",
            "precincts",
            "ward",
            "wards",
            "authorities",
            "declarations",
            "declaration",
            "towns",
            "parishes",
            "regions",
            "divisions",
            "municipalities",
        ),
        "areas",
    ),
}
# Qualifier phrases, longest first; "opinion" ones say how the writer feels, and the figure is exact.
QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("slightly more than", "just_over"),
    ("slightly less than", "just_under"),
    ("slightly fewer than", "just_under"),
    ("a little over", "just_over"),
    ("a little under", "just_under"),
    ("a little more than", "just_over"),
    ("a little less than", "just_under"),
    ("a shade over", "just_over"),
    ("a shade under", "just_under"),
    ("just shy of", "just_under"),
    ("shy of", "just_under"),
    ("just short of", "just_under"),
    ("just over", "just_over"),
    ("just under", "just_under"),
    ("just above", "just_over"),
    ("just below", "just_under"),
    ("just more than", "just_over"),
    ("just less than", "just_under"),
    ("well over", "well_over"),
    ("well under", "under"),
    ("well above", "well_over"),
    ("no fewer than", "exact_or_more"),
    ("no less than", "exact_or_more"),
    ("no more than", "at_most"),
    ("not more than", "at_most"),
    ("at least", "at_least"),
    ("a minimum of", "at_least"),
    ("at most", "at_most"),
    ("up to", "at_most"),
    ("more than", "over"),
    ("greater than", "over"),
    ("in excess of", "over"),
    ("less than", "under"),
    ("fewer than", "under"),
    ("lower than", "under"),
    ("upwards of", "over"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("close to", "about_close"),
    ("close on", "nearly"),
    ("approaching", "nearly"),
    ("practically", "nearly"),
    ("about", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("approximately", "about"),
    ("some", "about"),
    ("circa", "about"),
    ("an estimated", "about"),
    ("or so", "about"),
    ("over", "over"),
    ("under", "under"),
    ("above", "over"),
    ("below", "under"),
    ("exactly", "exact"),
    ("precisely", "exact"),
    ("a total of", "exact"),
    ("only", "exact"),
    ("just", "exact"),
    ("a mere", "exact"),
    ("merely", "exact"),
    ("barely", "exact"),
    ("a whopping", "exact"),
    ("an overall", "exact"),
    ("a massive", "exact"),
    ("a huge", "exact"),
    ("a slim", "exact"),
    ("a slender", "exact"),
    ("as many as", "exact"),
    ("as few as", "exact"),
)
LEAD_NOUNS = frozenset(["lead", "advantage", "gap", "cushion", "deficit"])
MAJORITY_NOUNS = frozenset(["majority", "margin", "plurality"])
VOTE_VERBS = word_set(
    "secured secures securing got gets getting polled polls polling won wins winning received receives receiving "
    "took takes taking netted nets netting garnered garners garnering amassed amasses amassing tallied tallies "
    "tallying collected collects collecting gathered gathers gained gains gaining attracted attracts attracting "
    "scored scores scoring had has having recorded records notched earned earns earning drew pulled captured "
    "captures capturing managed manages picked bagged commanded registered registers claimed mustered musters "
    "accumulated obtained obtains logged saw with on"
)
OUTSTANDING_VERBS = word_set("call declare come report count go finish announce complete tally be")
