"""Which colours a colour-blind reader cannot tell apart, and the patterns that then tell them apart.

The first party of an election keeps its plain colour. Each after it keeps its own too, unless that looks, to some
reader, like that of one before it; then it has a pattern as well, the first that none of those has.

Source:
    G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model for simulation of color vision
    deficiency, IEEE TVCG 15 (2009), the matrices for a full deficiency; B. Ottosson's OKLab for the distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import dist

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

SIGHTS: dict[str, Matrix] = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
APART = 0.11
"""The least distance in OKLab: five times what is just noticed side by side, for a map's places are small and apart."""

PLAIN = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Colours for those who have none of their own, told apart by all: Okabe and Ito's, without black."""

TEXTURES = (
    "",
    '<path d="M-1 1 1 -1M0 5 5 0M4 6 6 4"/>',
    '<circle cx="2.5" cy="2.5" r="1.1" class="ink"/>',
    '<path d="M-1 4 1 6M0 0 5 5M4 -1 6 1"/>',
    '<path d="M0 2.5H5"/>',
    '<path d="M2.5 0V5"/>',
    '<path d="M0 2.5H5M2.5 0V5"/>',
    '<path d="M0 5 5 0M0 0 5 5"/>',
)
"""What is drawn over a colour, on a tile of 5 by 5; the first is nothing."""


@lru_cache(maxsize=4096)
def seen(colour: str, sight: str) -> Vector:
    """Return a colour (#rrggbb) as one with that sight sees it, in OKLab."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    r, g, b = (min(1.0, max(0.0, m[0] * red + m[1] * green + m[2] * blue)) for m in SIGHTS[sight])
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def alike(first: str, second: str) -> bool:
    """Return whether two colours look alike to a reader with full sight or to one of the colour-blind."""
    return any(dist(seen(first, sight), seen(second, sight)) < APART for sight in SIGHTS)


def textures(colours: Sequence[str]) -> tuple[int, ...]:
    """Return the number of each colour's texture, 0 for none; one colour said twice has one texture.

    Args:
        colours: As #rrggbb, the most important first.

    Example:
        >>> textures(["#E4003B", "#0087DC", "#E4103B"])
        (0, 0, 1)
    """
    chosen: dict[str, int] = {}
    for colour in colours:
        if colour not in chosen:
            taken = {number for other, number in chosen.items() if alike(colour, other)}
            chosen[colour] = next((n for n in range(len(TEXTURES)) if n not in taken), len(TEXTURES) - 1)
    return tuple(chosen[colour] for colour in colours)


def pattern(id: str, colour: str, texture: int, scale: float) -> str:
    """Return a pattern's markup: the colour with its texture over it, in ink that stands out from it.

    Args:
        scale: Units of the picture to a fifth of the tile.
    """
    ink = "#fff" if seen(colour, "full")[0] < 0.72 else "#222"
    drawn = TEXTURES[texture].replace('class="ink"', f'fill="{ink}" stroke="none"')
    return (
        f'<pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="scale({scale:g})">'
        f'<rect width="5" height="5" fill="{colour}" stroke="none"/>'
        f'<g fill="none" stroke="{ink}" stroke-width="0.9" stroke-opacity=".85">{drawn}</g></pattern>'
    )
