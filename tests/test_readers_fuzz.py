"""Ten thousand files that nobody wrote: each is read with every row accounted for, or refused in one sentence.

A file is drawn as a waiting list, written in one of the many ways that programs write one, and then perhaps spoilt.
What must come of it is worked out here from the rows as they were drawn, without the package.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError

FILES, PARTS = 10_000, 20
#: Ways of writing a tenth, and ways of writing that none is known.
TENTHS = ("{0}", "{0:02d}", "{0}.0", "Decile {0}", " {0} ")
BLANKS = ("", " ", "NA", "N/A", "NULL", "unknown", "-", "Not known")
#: No tenth and no number of weeks; the first word of each stands in no message.
ODD = (
    "Zebedee Plum",
    "zq9 9zz",
    "=cmd|' /C calc'!A0",
    "\u00e9t\u00e9",
    "12 weeks",
    "1,5",
    "0x10",
    "<b>5</b>",
    "5;6",
    "5\u00a06",
)
SPOILT = ("cut", "quote", "bytes", "long row", "short row", "note", "swapped", *["none"] * 10)
SENTENCES = re.compile(r"[.!?](?= [A-Z]|$)")


class Drawn:
    """A list of people with their tenth and wait, and the bytes of a file that holds it."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.careless = dice.random() < 0.3
        self.rows = [self._row() for _ in range(dice.choice([1, 2, 5, 20, 60]))]
        #: Rows of blank cells may be passed over, and are then told; else they are left out like any blank.
        self.empty = 0
        self.odd = {cell for row in self.rows for cell in row[2:] if cell in ODD}
        self.spoilt = dice.choice(SPOILT)
        self.content = self._spoil(self._bytes())

    def _row(self) -> tuple[int | None, float | None, str, str]:
        dice = self.dice
        tenth = dice.choice([*range(1, 11), None])
        weeks = dice.choice([None, dice.randint(0, 120), round(dice.uniform(0, 120), dice.randint(1, 4))])
        said = dice.choice(BLANKS) if tenth is None else dice.choice(TENTHS).format(tenth)
        wait = dice.choice(BLANKS) if weeks is None else dice.choice(["{}", " {}", "+{}", "{} "]).format(weeks)
        if self.careless and dice.random() < 0.03:
            wait, weeks = dice.choice(ODD), None
        if self.careless and dice.random() < 0.02:
            said, tenth = dice.choice(ODD), None
        return tenth, weeks, said, wait

    def _bytes(self) -> bytes:
        dice = self.dice
        sign = dice.choice([",", ";", "\t", "|"])
        end = dice.choice(["\n", "\r\n", "\r"])
        more = dice.randint(0, 3)
        headings = [
            dice.choice(["imd_decile", "IMD Decile", "imd-decile "]),
            dice.choice(["weeks_waited", "Weeks Waited"]),
        ]
        names = [*headings, *[f"note {number}" for number in range(more)]]
        order = dice.sample(range(len(names)), len(names))
        lines = [[names[at] for at in order]]
        for _, _, said, wait in self.rows:
            cells = [
                said,
                wait,
                *[dice.choice(["", "x", "a, b", 'say "so"', "two\nlines", "caf\u00e9"]) for _ in range(more)],
            ]
            lines.append([cells[at] for at in order])
            self.empty += not any(cell.strip() for cell in cells)
        always = dice.random() < 0.3
        text = end.join(sign.join(self._cell(cell, sign, always) for cell in line) for line in lines)
        text += dice.choice(["", end, end * 3])
        titles = dice.choice(["", "", "", f"Waiting list{end}", f"Waiting list{end}{end}As at May{end}"])
        encoding = dice.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
        return (titles + text).encode(encoding, "replace")

    def _cell(self, cell: str, sign: str, always: bool) -> str:
        must = any(mark in cell for mark in (sign, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if must or always else cell

    def _spoil(self, content: bytes) -> bytes:
        dice, at = self.dice, self.dice.randrange(len(content))
        match self.spoilt:
            case "cut":
                return content[:at]
            case "quote":
                return content[:at] + b'"' + content[at:]
            case "bytes":
                return content[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 6))) + content[at:]
            case "long row":
                return content + b"\n1,2,3,4,5,6,7,8,9"
            case "short row":
                return content + b"\n1"
            case "note":
                return content + b"\nSource: our own warehouse"
            case "swapped":
                other = dice.randrange(len(content))
                low, high = sorted((at, other))
                return content[:low] + content[high:] + content[low:high]
        return content

    def expected(self) -> Counter[str]:
        """How many people with a known wait each fifth has."""
        known = [(tenth, weeks) for tenth, weeks, *_ in self.rows if weeks is not None]
        return Counter("Not known" if tenth is None else str((tenth + 1) // 2) for tenth, _ in known)

    def over(self) -> int:
        return sum(1 for _, weeks, *_ in self.rows if weeks is not None and weeks > 18)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_file_gives_a_traceback_or_loses_a_row(part: int, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    outcomes: Counter[str] = Counter()
    for number in range(part, FILES, PARTS):
        drawn = Drawn(random.Random(number))
        path.write_bytes(drawn.content)
        try:
            records = hi.open_records(path)
            report = hi.check_records(records, "imd_quintile", "waits_over_18_weeks") if number % 8 == 0 else None
            table = hi.count_by(records, "imd_quintile", "waits_over_18_weeks")
        except HitoolkitError as error:
            said = str(error)
            assert "\n" not in said and len(SENTENCES.findall(said)) <= 4, (number, said)
            assert "Zebedee" not in said and "zq9" not in said and "calc" not in said, (number, said)
            assert drawn.spoilt != "none" or drawn.odd or not drawn.over() + sum(drawn.expected().values()), (
                number,
                said,
            )
            outcomes["refused"] += 1
            continue
        outcomes["read"] += 1
        used = table.attrs["counted"][0]["rows"]
        left_out = sum(entry["rows"] for entry in table.attrs["ledger"])
        assert used + left_out == records.rows, number
        assert report is None or report.loc[0, "rows"] == records.rows, number
        if drawn.spoilt == "none":
            passed_over = len(drawn.rows) - records.rows
            assert 0 <= passed_over <= drawn.empty, number
            assert not passed_over or any(f"{passed_over} row" in note for note in records.notes), number
            counts = {row.group: row.denominator for row in table.itertuples() if row.group != "All"}
            assert counts == dict(drawn.expected()), number
            whole = table[table["group"] == "All"].iloc[0]
            assert (whole["numerator"], whole["denominator"]) == (drawn.over(), sum(drawn.expected().values())), number
    assert outcomes["read"] > 0.4 * FILES / PARTS and outcomes["refused"] > 0.05 * FILES / PARTS, outcomes
