"""Notebooks run in fresh kernels: what comes out, what is refused beforehand, and what is never passed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from test_pack_page import finding, findings

from hitoolkit.errors import DisclosureError, InputError, ParameterError
from hitoolkit.pack import Job, check_parameters, find_notebook, notebooks, read_parameters, run_notebooks, tidy

PARAMETERS = '''data: str = "sample"  # a sample's name, or the path of your own file
seed: int = 0  # the seed
share: float = 0.5  # a share
deep: bool = False  # whether to go deep
columns: dict = {}  # which column is which
shares: list = [0, 1]  # two shares
'''


@pytest.fixture
def make(tmp_path: Path) -> Any:
    def notebook(name: str, *sources: str) -> Path:
        cells = [nbformat.v4.new_markdown_cell(f"# 07 About {name}")]
        cells.append(nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}))
        cells += [nbformat.v4.new_code_cell(source) for source in sources]
        file = tmp_path / f"{name}.ipynb"
        metadata = {"kernelspec": {"name": "a-kernel-nobody-has", "display_name": "x", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), file)
        return file

    return notebook


def test_parameters_are_read_with_type_default_and_help(make: Any) -> None:
    known = {item.name: item for item in read_parameters(make("a"))}
    assert known["data"].type == "str" and known["data"].default == "sample"
    assert known["data"].help == "a sample's name, or the path of your own file"
    assert known["columns"].default == {} and known["deep"].default is False and known["shares"].default == [0, 1]


def test_text_becomes_what_the_notebook_asks_for(make: Any) -> None:
    given = {"seed": "5", "share": "1", "deep": "yes", "columns": '{"a": "B"}', "shares": "[0.1, 0.2]", "data": "12"}
    typed = check_parameters(make("a"), given)
    assert typed == {"seed": 5, "share": 1.0, "deep": True, "columns": {"a": "B"}, "shares": [0.1, 0.2], "data": "12"}
    assert isinstance(typed["share"], float)
    assert check_parameters(make("a"), {"columns": '{a = "B"}', "shares": "x, y"}) == {
        "columns": {"a": "B"},
        "shares": ["x", "y"],
    }
    assert check_parameters(make("a"), typed) == typed


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sed": "1"}, r'There is no parameter of a called "sed".*Did you mean seed\?'),
        ({"seed": "1.5"}, 'The parameter seed should be a whole number, and "1.5" is not. Its default is 0.'),
        ({"seed": True}, "should be a whole number"),
        ({"share": "nan"}, "should be a number"),
        ({"deep": "perhaps"}, "should be true or false"),
        ({"columns": "[1]"}, "should be pairs"),
        ({"shares": "{}"}, "should be a list"),
    ],
)
def test_a_wrong_parameter_is_refused_before_a_kernel_starts(make: Any, tmp_path: Path, given: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        run_notebooks([Job(make("a", "1 / 0"), given)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_notebooks_are_found_by_name_number_or_path(make: Any, tmp_path: Path) -> None:
    known = notebooks()
    assert known and all(item.title and item.path.is_file() for item in known)
    first = known[0]
    assert find_notebook(first.name) == find_notebook(first.name.split("_")[0]) == first.path
    assert find_notebook(make("own")) == tmp_path / "own.ipynb"
    with pytest.raises(InputError, match=f"Did you mean {first.name}"):
        find_notebook(first.name[:-2])
    (tmp_path / "broken.ipynb").write_text("not a notebook")
    with pytest.raises(InputError, match=r"broken\.ipynb is not a notebook"):
        read_parameters(tmp_path / "broken.ipynb")


def test_a_run_makes_pages_index_and_tidy_notebooks(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "ward seven"
    private.mkdir()
    (private / "waits.csv").write_text("a\n1\n")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    show = f'''
import sys, warnings, tempfile, os
class Said:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {{"text/plain": data, "image/" + "png": "x", {tidy.PAYLOAD!r}: {findings(finding(headline="PLACE"))!r}}}
warnings.warn("from " + data)
print(data, os.path.dirname(data), sys.executable, seed)
Said()'''
    beside = make("b", show.replace("PLACE", "Second to open"))
    first = make("a", show.replace("PLACE", "First to open"))
    done: list[tuple[int, int, str]] = []
    jobs = [Job(first, {"data": str(private / "waits.csv"), "seed": "3"}), Job(beside, name="own b")]
    made = run_notebooks(jobs, tmp_path / "out", progress=lambda *told: done.append(told))

    assert made == tmp_path / "out" / "index.html"
    files = {file.relative_to(made.parent).as_posix() for file in made.parent.rglob("*") if file.is_file()}
    assert files >= {"a.html", "own_b.html", "notebooks/a.ipynb", "notebooks/own_b.ipynb", "index.html"}
    assert made.read_text().index("First to open") < made.read_text().index("Second to open")
    assert done[-1][:2] == (5, 5)

    executed = nbformat.read(made.parent / "notebooks" / "a.ipynb", as_version=4)
    nbformat.validate(executed)
    injected = next(cell for cell in executed.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert "data = 'waits.csv'" in injected.source and "seed = 3" in injected.source
    stdout = "".join(output.text for cell in executed.cells for output in cell.get("outputs", []) if "text" in output)
    assert stdout.split()[0] == "waits.csv" and stdout.split()[-1] == "3"
    assert "papermill" not in executed.metadata and executed.metadata.kernelspec.name == "python3"
    for file in made.parent.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            for trace in (str(tmp_path), str(Path.home()), "ward seven", "image/png", "stderr", "from waits.csv"):
                assert trace not in text, (file.name, trace)


def test_the_notebooks_own_error_comes_out_as_its_sentence(make: Any, tmp_path: Path, capfd: Any) -> None:
    wrong = make("a", "from hitoolkit.errors import InputError\nraise InputError('Column \"x\" is empty. Fill it.')")
    slow = make("b", "import time\ntime.sleep(600)")
    with pytest.raises(InputError) as caught:
        run_notebooks([Job(wrong), Job(slow)], tmp_path / "out")
    assert str(caught.value) == 'a: Column "x" is empty. Fill it.'
    assert caught.value.__cause__ is None
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.ipynb", "b.ipynb"]
    assert capfd.readouterr().err == ""


def test_records_do_not_leave_with_the_notebook(make: Any, tmp_path: Path) -> None:
    """What a cell displays is met as it is shown; what it prints is met at the end."""
    shows = "import pandas as pd\nprint(pd.DataFrame({'nhs_number': range(500)}))"
    with pytest.raises(DisclosureError, match=r"notebooks/a.ipynb .* cell 3, output 1, .*a table of 500 rows, which"):
        run_notebooks([Job(make("a", shows))], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    shows = "import hitoolkit, pandas as pd\npd.DataFrame({'nhs_number': range(500)})"
    run_notebooks([Job(make("b", shows))], tmp_path / "out")
    assert "records are not shown" in (tmp_path / "out" / "notebooks" / "b.ipynb").read_text()


def test_a_small_count_keeps_a_run_from_appearing_and_the_old_one_stays(make: Any, tmp_path: Path) -> None:
    run_notebooks([Job(make("a", "1"))], tmp_path / "out")
    kept = (tmp_path / "out" / "a.html").read_text()
    shows = "import pandas as pd\npd.DataFrame({'group': ['a', 'b'], 'patients': [120, 3]})"
    with pytest.raises(DisclosureError, match="1 count from 1 to 7") as refused:
        run_notebooks([Job(make("a", shows))], tmp_path / "out")
    assert "120" not in str(refused.value)
    assert (tmp_path / "out" / "a.html").read_text() == kept
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.ipynb", "out"]


def test_a_fault_of_the_notebook_is_named_and_nothing_is_cut_from_a_plain_value() -> None:
    assert tidy.file_name("2024/25") == "2024/25"
    assert tidy.file_name(r"\\server\share\waits.csv") == "waits.csv"
    assert tidy.file_name("~/waits.csv") == "waits.csv"
    cut = tidy._cutter({"data": "/d/g/waits.csv", "imd_lookup": "/imd.csv", "period": "2024/25"})
    whole = "<g><div>2024/25 https://nhs.uk/d/g a/g/b</div></g>"
    assert cut(whole) == whole
    assert cut("from /d/g/waits.csv, /d/g/other.csv and /d/g.") == "from waits.csv, other.csv and ."
    assert cut("file:///d/g/waits.csv") == "file://waits.csv"
    assert cut(f"{Path.home()}/a/b.csv {Path.cwd()}") == "b.csv "
    assert json.dumps(tidy.file_name({"a": "/x/y"})) == '{"a": "/x/y"}'
