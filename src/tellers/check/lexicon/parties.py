"""What parties are called beside the names in a pack: nicknames and short forms, keyed by a word of the party's
name."""

from __future__ import annotations

# A party whose name holds the key (as a whole word, or at its start) answers to these too.
ALIASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("conservative", ("conservative", "conservatives", "tory", "tories", "con", "conservative party", "tory party")),
    ("labour", ("labour", "lab", "labour party", "labour co-op")),
    (
        "liberal democrat",
        (
            "liberal democrat",
            "liberal democrats",
            "lib dem",
            "lib dems",
            "libdem",
            "libdems",
            "ld",
            "lib-dem",
            "lib-dems",
        ),
    ),
    ("reform uk", ("reform uk", "reform", "ref")),
    ("green", ("green", "greens", "green party", "grn")),
    ("scottish national", ("snp", "scottish national party", "scottish nationalists")),
    ("plaid cymru", ("plaid cymru", "plaid")),
    ("democratic unionist", ("dup", "democratic unionists")),
    ("uk independence", ("ukip",)),
    ("brexit party", ("brexit party",)),
    ("workers party", ("workers party", "workers party of britain")),
    ("republican", ("republican", "republicans", "gop", "republican party", "rep")),
    ("democratic", ("democrat", "democrats", "democratic", "democratic party", "dem", "dems")),
    ("democrat", ("democrat", "democrats", "democratic", "democratic party", "dem", "dems")),
    ("libertarian", ("libertarian", "libertarians", "libertarian party")),
    ("independent", ("independent", "independents", "ind")),
)
# Keys that must not be read inside another party's name ("Liberal Democrats" are no "Democrats").
NOT_INSIDE = {
    "democratic": ("liberal", "unionist", "social"),
    "democrat": ("liberal", "social"),
    "labour": ("social democratic",),
}
