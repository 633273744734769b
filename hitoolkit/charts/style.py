"""How charts look: colours by role, sizes, and how much room a text needs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

# Contrast on white: ink 15.2, soft 7.4, blue 10.3, grey 4.6; orange is 3.0, so a mark only, with a blue outline.
INK, SOFT, BLUE, ORANGE, GREY = "#1B2733", "#4A5763", "#12436D", "#F46A25", "#6B7782"
BAND, GRID, BAR, WHITE = "#E9F0F5", "#DCE2E7", "#A9BFD0", "#FFFFFF"

WIDE, NARROW = 640, 288
# In viewBox units; the page shows them at 14 px or more.
SMALL, LABEL, FIGURE = 15, 16, 18
END_DOT, DOT, OUTLINE = 8.0, 6.5, 2.5

#: Widths in hundredths of the font size, space to tilde, of a wide face (DejaVu Sans): labels that keep apart in it
#: keep apart in the narrower ones too.
_WIDTHS = [int(width) for width in re.findall(r"\d+", (
    "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 "
    "100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 "
    "50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
))]
#: The common faces (Arial, Segoe UI, Helvetica) set the same text in about this share of the width.
COMMON = 0.87
_BOLD = 1.14


def text_width(text: str, size: float = SMALL, *, bold: bool = False) -> float:
    """The width a text may need, in the same unit as its size.

    >>> 170 < text_width("Least deprived fifth", 16, bold=True) < 185
    True
    """
    hundredths = sum(_WIDTHS[ord(sign) - 32] if 32 <= ord(sign) < 127 else 84 for sign in text)
    return hundredths * size / 100 * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float = SMALL, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit, at its spaces; a single word that is too long is cut with a hyphen.

    >>> wrap("Any other ethnic group", 120, 16)
    ['Any other', 'ethnic group']
    """
    lines: list[str] = []
    for word in text.split():
        while text_width(word, size, bold=bold) > width and len(word) > 4:
            fits = next(n for n in range(len(word) - 1, 0, -1)
                        if n == 3 or text_width(word[:n] + "-", size, bold=bold) <= width)
            lines.append(word[:fits] + "-")
            word = word[fits:]
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and not lines[-1].endswith("-") and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def ticks(low: float, high: float, *, zero: bool = False, least: int = 3) -> list[float]:
    """A few round numbers that hold a range: from zero where asked for, or where zero is near anyway.

    They stand at least so many steps apart.

    >>> ticks(36.4, 57.9), ticks(2.1, 7.3), ticks(0, 48, zero=True)
    ([30.0, 40.0, 50.0, 60.0], [0.0, 2.0, 4.0, 6.0, 8.0], [0.0, 20.0, 40.0, 60.0])
    """
    if zero or 0 <= low < 0.4 * high:
        low, high = min(low, 0), max(high, 0)
    if high <= low:
        low, high = low - abs(low) * 0.1 - 0.5, high + abs(high) * 0.1 + 0.5
    size = math.floor(math.log10(high - low))
    for power in (size, size - 1, size - 2):
        for lead in (5, 2, 1):
            step = lead * 10.0**power
            first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
            if last - first >= least:
                return [round(count * step, 10) for count in range(first, last + 1)]
    return [low, high]


def tick_texts(values: Iterable[float]) -> list[str]:
    """Ticks as they are written: as many decimals as their step needs, thousands with a comma.

    >>> tick_texts([0, 0.5, 1.0]), tick_texts([1000, 2000])
    (['0.0', '0.5', '1.0'], ['1,000', '2,000'])
    """
    numbers = list(values)
    places = next((n for n in range(6) if all(abs(one - round(one, n)) < 1e-9 for one in numbers)), 6)
    return [f"{one:,.{places}f}".replace("-", "\N{MINUS SIGN}") for one in numbers]
