"""Numbers in words: cardinals, ordinals and fractions."""

from __future__ import annotations

from fractions import Fraction

ONES = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    w: 10 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
ORDINALS = {
    w: i
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
} | {f"{n}{s}": n for n, s in [(1, "st"), (2, "nd"), (3, "rd"), *[(n, "th") for n in range(4, 21)]]}
FRACTIONS = {
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "two-thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4),
    "two-fifths": Fraction(2, 5),
    "three-fifths": Fraction(3, 5),
}
MULTIPLES = {
    "double": Fraction(2),
    "twice": Fraction(2),
    "doubled": Fraction(2),
    "treble": Fraction(3),
    "triple": Fraction(3),
    "trebled": Fraction(3),
    "tripled": Fraction(3),
    "quadruple": Fraction(4),
    "half": Fraction(1, 2),
    "halved": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
}
