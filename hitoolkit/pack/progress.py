"""How far a run has come: a bar where somebody watches, a line for each quarter of the work elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hitoolkit.errors import count_of

Progress = Callable[[int, int, str], None]


def in_words() -> Progress:
    """Progress for where no bar can move: a line for each quarter of the work."""
    told = 0

    def tell(done: int, total: int, name: str) -> None:
        nonlocal told
        if done * 4 // total > told:
            told = done * 4 // total
            print(f"  {done} of {total} steps done ({name})", file=sys.stderr, flush=True)

    return tell


@contextmanager
def ticker(total: int, notebooks: int, progress: Progress | None) -> Iterator[Callable[[str], None]]:
    """A function to call when a cell is done, with its notebook: it moves a bar on the screen, or tells `progress`."""
    lock = threading.Lock()
    if progress is None:
        from tqdm import tqdm

        with tqdm(total=total, unit="cell", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:
            bar.set_description(count_of(notebooks, "notebook"))

            def move(name: str) -> None:
                with lock:
                    bar.set_postfix_str(name, refresh=False)
                    bar.update()

            yield move
        return
    done = 0

    def tell(name: str) -> None:
        nonlocal done
        with lock:
            done += 1
            progress(done, total, name)

    yield tell
