"""The pack room: notebooks run in fresh kernels, and pages that open without a network.

What a notebook may say to its page:
- its outputs: charts, tables, findings and questions carry what the page is laid out from;
- a markdown cell tagged `reader` goes onto the page as it is, in its place between the figures;
- cells tagged `predict`: in markdown the question (a heading, then one sentence), in code the figure that answers it,
  and perhaps the finding;
- its first `# heading` is its title, `metadata.hitoolkit.audience` for whom it is ("board, analyst").
"""

from __future__ import annotations

from hitoolkit.pack.page import make_page
from hitoolkit.pack.parameters import (
    Notebook,
    Parameter,
    check_parameters,
    find_notebook,
    notebooks,
    read_parameters,
)
from hitoolkit.pack.runner import Job, run_notebooks

__all__ = [
    "Job",
    "Notebook",
    "Parameter",
    "check_parameters",
    "find_notebook",
    "make_page",
    "notebooks",
    "read_parameters",
    "run_notebooks",
]
