"""Run notebooks in fresh kernels, several at a time, and lay out what a reader and an analyst get."""

from __future__ import annotations

import datetime
import logging
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hitoolkit as hi
from hitoolkit import errors
from hitoolkit.errors import DisclosureError, HitoolkitError, OutputError, ParameterError
from hitoolkit.pack import index, page, tables, tidy
from hitoolkit.pack.audiences import for_audience
from hitoolkit.pack.parameters import (
    check_parameters,
    find_notebook,
    papermill,
    read_notebook,
    read_parameters,
    write_notebook,
)
from hitoolkit.pack.progress import Progress, ticker
from hitoolkit.writing import place
from hitoolkit.writing.names import fit_name
from hitoolkit.writing.private import private_folder

#: Kernels at a time: enough to use two cores, few enough for a laptop's memory.
WORKERS = 2
START_SECONDS = 180
LARGEST_PAGE = 1_500_000
#: Faults whose words are of the code and never of the data.
OF_CODE = {"NameError", "SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError", "AttributeError"}


class NotebookError(HitoolkitError):
    """A notebook that stopped at a fault of its own, not at its data."""


@dataclass(frozen=True)
class Job:
    """One run: which notebook (name, number or path), with which parameters, under which name (else the notebook's)."""

    notebook: str | Path
    parameters: dict[str, Any] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class _Plan:
    name: str
    content: Any
    parameters: dict[str, Any]
    cells: int


def run_notebooks(
    jobs: Sequence[Job], to: str | Path, progress: Progress | None = None, debug: bool = False
) -> Path:
    """Run notebooks and write their reader pages, an index that says what to open first, and the notebooks themselves.

    Takes the jobs, in the order the index shall have; `to`, a folder that is new, empty or made here before; and
    optionally `progress`, called with the cells done, all cells, and the name of the notebook (without it a bar is
    shown where somebody watches). Every parameter is checked before the first kernel starts, and the folder is swapped
    in whole when all have run and `audit` finds nothing in it: `index.html`, `NAME.html`, `notebooks/NAME.ipynb` and,
    of the figures shown, `tables/NAME.xlsx` and `.csv`.
    Returns the path of the index. Raises the notebook's own HitoolkitError where one stops at its data,
    DisclosureError where what was made must not be shown, OutputError where `to` cannot be written; nothing half-made
    is left in any case. `debug` keeps the traceback as the cause.
    """
    plans = _plans(jobs)
    place.refuse_unfit(to)
    executed = _run_all(plans, progress, debug)
    # Only now, so that runs to one folder wait for each other's writing and not for each other's work.
    with place.beside(to) as folder:
        today = datetime.date.today()
        entries = []
        for plan, notebook in zip(plans, executed, strict=True):
            html = page.make_page(notebook, made=today)
            if len(html.encode()) > LARGEST_PAGE:
                raise OutputError(f"The page of {plan.name} would be over 1.5 MB. Show fewer charts in that notebook.")
            place.write(folder / f"{plan.name}.html", html)
            place.write(folder / "notebooks" / f"{plan.name}.ipynb", write_notebook(notebook))
            files = tables.write_tables(folder, plan.name, notebook)
            entries.append({**index.entry(plan.name, notebook, today), "tables": files})
        entries += _earlier(Path(to), entries)
        place.write(folder / "index.html", index.make_index(entries, made=today))
        place.write_list(folder, entries, f"hitoolkit {hi.__version__}")
        refuse_findings(folder)
    return Path(to) / "index.html"


def refuse_findings(folder: Path) -> None:
    """Search a folder before it is shown to anybody. Raises DisclosureError that says the first thing found."""
    lines = hi.audit(folder)
    lines = lines[lines["found"]]
    if len(lines):
        # A notebook says which cell it was; its page shows the same without one.
        first = lines.iloc[int(lines["file"].str.endswith(".ipynb").to_numpy().argmax())]
        more = f" ({len(lines) - 1:,} more such places.)" if len(lines) > 1 else ""
        raise DisclosureError(
            f"Nothing was written, because {first['file']} would not be fit to be passed on, in {first['where']}. "
            f"{first['what']}{more} Take out what shows it, protect the table, or name another column."
        )


def _earlier(folder: Path, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pages of an earlier run that stay in the folder because this run does not make them again."""
    names = {entry["name"] for entry in entries}
    known = place.read_list(folder.expanduser()).get("pages", [])
    whole = [page for page in known if isinstance(page, dict) and set(index.KEYS) <= set(page)]
    return [page for page in whole if page["name"] not in names and (folder / f"{page['name']}.html").is_file()]


def _plans(jobs: Sequence[Job]) -> list[_Plan]:
    if not jobs:
        raise ParameterError("No notebook was named. `hitoolkit list` shows those there are.")
    plans: list[_Plan] = []
    for job in jobs:
        file = find_notebook(job.notebook)
        parameters = check_parameters(file, job.parameters)
        content = for_audience(read_notebook(file), _audience(file, parameters))
        name = fit_name(job.name or file.stem, "notebook")
        if name.lower() in {"index", *(plan.name.lower() for plan in plans)}:
            raise ParameterError(f'Two pages cannot both be called "{name}". Give one of the runs another name.')
        cells = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in content.cells)
        plans.append(_Plan(name, content, parameters, cells + bool(parameters)))
    return plans


def _audience(file: Path, parameters: dict[str, Any]) -> str:
    """For whom this run is: as asked, else as the notebook itself says."""
    default = next((item.default for item in read_parameters(file) if item.name == "audience"), "")
    return str(parameters.get("audience", default))


def _run_all(plans: list[_Plan], progress: Progress | None, debug: bool) -> list[Any]:
    """Every notebook executed and tidied, in order; the first fault stops them all."""
    papermill()
    kernels: list[Any] = []
    with ExitStack() as stack:
        scratch = stack.enter_context(private_folder())
        stack.enter_context(_quiet())
        tick = stack.enter_context(ticker(sum(plan.cells for plan in plans), len(plans), progress))
        pool = stack.enter_context(ThreadPoolExecutor(min(WORKERS, len(plans))))
        futures: list[Future[Any]] = []
        try:
            for number, plan in enumerate(plans):
                own = scratch / str(number)
                own.mkdir()
                futures.append(pool.submit(_run_one, plan, own, kernels, tick, debug))
            for future in as_completed(futures):
                future.result()
        except BaseException as fault:
            _stop(futures, kernels)
            if isinstance(fault, HitoolkitError) and len(plans) > 1 and futures:
                name = next(plan.name for plan, future in zip(plans, futures, strict=True) if _raised(future, fault))
                said = str(fault) if name in str(fault) else f"{name}: {fault}"
                raise type(fault)(said) from (fault.__cause__ if debug else None)
            raise
        return [future.result() for future in futures]


def _raised(future: Future[Any], fault: BaseException) -> bool:
    return future.done() and not future.cancelled() and future.exception() is fault


def _stop(futures: list[Future[Any]], kernels: list[Any]) -> None:
    from hitoolkit.pack.kernel import stop

    for future in futures:
        future.cancel()
    while any(future.running() for future in futures):  # one may just be starting its kernel
        for kernel in list(kernels):
            stop(kernel)
        threading.Event().wait(0.05)


def _run_one(plan: _Plan, folder: Path, kernels: list[Any], tick: Callable[[str], None], debug: bool) -> Any:
    from nbclient.exceptions import DeadKernelError

    from hitoolkit.pack.kernel import kernel_class

    try:
        notebook = papermill().execute_notebook(
            plan.content,
            None,
            plan.parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            start_timeout=START_SECONDS,
            kernel_manager_class=kernel_class(folder, kernels),
            store_widget_state=False,
            on_cell_complete=lambda cell, cell_index: tick(plan.name) ,
        )
    except papermill().exceptions.PapermillExecutionError as fault:
        raise _own_words(fault, plan.name) from (fault if debug else None)
    except (DeadKernelError, RuntimeError, OSError) as fault:
        raise NotebookError(
            f"The kernel of {plan.name} stopped by itself, most often for want of memory or of room for temporary "
            "files. Close other programs, make room and run it again; `hitoolkit doctor` checks this machine."
        ) from (fault if debug else None)
    return tidy.tidy(notebook, plan.parameters)


def _own_words(fault: Any, name: str) -> HitoolkitError:
    """The sentence of the toolkit's own error, or for any other fault where it happened."""
    kind = getattr(errors, fault.ename, None)
    if isinstance(kind, type) and issubclass(kind, HitoolkitError):
        return kind(fault.evalue)
    said = (fault.evalue or "").strip().splitlines()
    # Only these speak of the code alone; any other may quote a cell of the records.
    what = f"{fault.ename}: {said[0]}" if said and fault.ename in OF_CODE else fault.ename
    return NotebookError(
        f"The notebook {name} stopped at a fault of its own in its cell [{fault.exec_count}] ({what}). "
        "Run it again with --debug to see the whole of it, or open it with `hitoolkit lab`."
    )


@contextmanager
def _quiet() -> Any:
    """Nothing of papermill's or the kernels' own concerns on the screen while notebooks run."""
    logger = logging.getLogger("papermill")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


__all__ = ["DisclosureError", "Job", "NotebookError", "run_notebooks"]
