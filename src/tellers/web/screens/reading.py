"""How large letters must be to be read from afar, and the sizes that the screens' style keeps.

A capital should be at least 1/200 of the viewing distance high, and may never be under 1/300: at 10 metres 50 mm and
34 mm. On the screen of reference, 75 inches across (0.934 m high), with capitals 0.72 of the size of the letter, that
is 7.5 % and 5.0 % of the screen's height: names and figures are set at 7.6vh or more, and nothing under 5.1vh.

Source:
    ISO 9241-303:2011, 5.5.4: 16 minutes of arc at the least, 20 to 22 preferred; 1/200 is 17 minutes. Lists and status
    lines that need not be read by all are held to 1/300, 11.5 minutes, as the rule of thumb for halls has it.
"""

from __future__ import annotations

CAPITAL = 0.72
"""The height of a capital as a part of the letter's size, in the sans-serif faces that the style asks for."""
REFERENCE_INCHES = 75.0
DISTANCE_METRES = 10.0
FIGURES_VH = 7.6
"""Names, figures and headlines are no smaller; the style says so too, and a test measures it in a browser."""
LEAST_VH = 5.1
"""Nothing on a screen is smaller."""
_PREFERRED, _LEAST = 200, 300


def screen_height_metres(inches: float) -> float:
    """Return the height of a 16:9 screen by its diagonal in inches.

    Example:
        >>> round(screen_height_metres(75), 3)
        0.934
    """
    return float(inches * 0.0254 * 9 / (16**2 + 9**2) ** 0.5)


def needed_vh(distance_metres: float, inches: float, part: int) -> float:
    """Return the size of letters, in percent of the screen's height, whose capitals are 1/`part` of the distance high.

    Example:
        >>> round(needed_vh(10, 75, 200), 1), round(needed_vh(10, 75, 300), 1)
        (7.4, 5.0)
    """
    return 100 * distance_metres / part / CAPITAL / screen_height_metres(inches)


def farthest_metres(inches: float) -> tuple[float, float]:
    """Return from how far a screen can be read: its names and figures, and everything on it.

    Example:
        >>> [round(far, 1) for far in farthest_metres(55)]
        [7.5, 7.5]
    """
    high = screen_height_metres(inches) * CAPITAL / 100
    return high * FIGURES_VH * _PREFERRED, high * LEAST_VH * _LEAST
