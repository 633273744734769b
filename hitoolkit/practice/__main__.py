"""Make the exercises from their solutions: `python -m hitoolkit.practice [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from hitoolkit.errors import HitoolkitError, count_of
from hitoolkit.practice.making import make_exercises


def main(arguments: list[str] | None = None) -> int:
    """Write `exercises/NN_name.ipynb` from `exercises/solutions/`; says what changed. Returns 1 where it could not."""
    given = sys.argv[1:] if arguments is None else arguments
    folder = Path(given[0]) if given else Path(__file__).parents[2] / "exercises"
    try:
        changed = make_exercises(folder)
    except HitoolkitError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{count_of(len(changed), 'exercise')} made{': ' if changed else '; all were as they should be'}"
          f"{', '.join(changed)}.")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
