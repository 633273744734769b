"""Start here: makes the environment on first use, then does what was asked.

    python start.py demo            the whole path on made-up data: notebooks, pages, and an index to open first
    python start.py test            installs what the tests need and runs them
    python start.py ARGS            anything else goes to hitoolkit as it is

Needs Python alone, no packages. The syntax stays that of Python 3.6, so that an older Python can say what it lacks.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = os.path.join(HERE, ".venv")
STAMP = os.path.join(PLACE, "hitoolkit.json")
#: The Python that makes the environment; never the environment's own, which may have to be made anew.
BASE = getattr(sys, "_base_executable", None) or sys.executable
NEEDED = (3, 11, 5)
SPACE = 900 * 1024 * 1024
#: What an environment can hold, each with all before it.
EXTRAS = {
    "core": "it needs (about 600 MB)",
    "present": "it needs to show notebooks live",
    "dev": "its tests need (about 800 MB in all)",
    "full": "all its tests need, Spark and a warehouse too (about 1.5 GB in all)",
}

HELP = """What you can type:

  python start.py demo                       everything on made-up data; open demo/index.html when it is done
  python start.py list                       notebooks, indicators and samples
  python start.py check FILE                 what was understood of your own file, and what to mend
  python start.py run NOTEBOOK --data FILE   a notebook on your own file, as a page to read
  python start.py audit FOLDER               is anything in it not fit to be passed on
  python start.py copy DIR                   notebooks and samples to adapt
  python start.py lab                        the notebooks in JupyterLab
  python start.py present NOTEBOOK           one notebook as a page with live controls and no code
  python start.py doctor                     is this machine ready, and what to mend
  python start.py test                       run the tests (--full: with Spark and Postgres, nothing skipped)
  python start.py bench                      measure how fast it is

  python start.py COMMAND --help             says more about one of them

The first one you type also makes the environment, which takes a minute or two. Nothing has to be activated."""


class Stop(Exception):
    """A fault in plain words, with what to do next."""


def main(args):
    """Do what was asked, and return the exit code."""
    try:
        say_too_old(sys.version_info, args)
        if not args or args[0] in ("-h", "--help", "help"):
            print(HELP.replace("python start.py", called()))
            return 0
        if args[0] == "test":
            prepare("full" if "--full" in args else "dev")
            return hand_over(*test_command(args[1:]))
        if args[0] == "bench":
            scripts = bench_scripts(args[1:])
            prepare("core")
            return max([hand_over([python(), script]) for script in scripts])
        prepare("present" if args[0] == "present" else "core")
        return hand_over([python(), "-m", "hitoolkit", *args])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read along has closed the door
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is half made is made anew next time.", file=sys.stderr)
        return 130


def say_too_old(version, args):
    """Stop in words where this Python is too old, and name a newer one if the machine has it."""
    if tuple(version[:3]) >= NEEDED:
        return
    have, need = (".".join(str(part) for part in numbers[:3]) for numbers in (version, NEEDED))
    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if starts(name)]
    mend = "Install a newer Python (from python.org, or your software centre), then type the same again."
    if newer:
        mend = f"This machine has a newer one. Type: {newer[0]} {typed()} {' '.join(args)}".rstrip()
    raise Stop(f"This is Python {have}, and hitoolkit needs {need} or newer. {mend}")


def typed():
    """This file as the user named it."""
    path = sys.argv[0] if os.path.basename(sys.argv[0]) == "start.py" else "start.py"
    return f'"{path}"' if " " in path else path


def called():
    """How this was started, for the commands that messages suggest: they name a Python that this machine has."""
    name = re.sub(r"\.exe$", "", os.path.basename(sys.executable or ""), flags=re.IGNORECASE)
    if not name or not shutil.which(name):
        name = "py" if os.name == "nt" else "python3"
    return f"{name} {typed()}"


def starts(program):
    """Whether a Python is there, starts, and is new enough."""
    if not shutil.which(program):
        return False
    code = f"import sys; sys.exit(sys.version_info[:3] < {NEEDED})"
    try:
        return subprocess.call([program, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


# The environment


def python():
    """The environment's own Python."""
    return os.path.join(PLACE, "Scripts", "python.exe") if os.name == "nt" else os.path.join(PLACE, "bin", "python")


def fingerprint():
    """What the environment depends on; a change to any of it is installed at the next start."""
    mark = hashlib.sha256(HERE.encode("utf-8", "replace"))
    for name in ("pyproject.toml", "constraints.txt"):
        with open(os.path.join(HERE, name), "rb") as file:
            mark.update(file.read())
    return mark.hexdigest()


def read_stamp():
    """What the last start noted; {} where there was none, or it cannot be read."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
        return stamp if isinstance(stamp, dict) else {}
    except (OSError, ValueError):
        return {}


def write_stamp(**notes):
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump(notes, file)


def prepare(extra):
    """Make the environment ready for one of EXTRAS; what an earlier start put into it stays."""
    stamp, made_from = read_stamp(), fingerprint()
    there = stamp.get("extra") if stamp.get("extra") in EXTRAS else "core"
    extra = max(extra, there, key=list(EXTRAS).index)
    if stamp.get("made_from") == made_from and extra == there and os.path.exists(python()):
        return
    began = time.time()
    try:
        if shutil.disk_usage(HERE).free < SPACE * (2 if extra == "full" else 1):
            raise Stop(WORDS["full"])
        uv = find_uv()
        if stamp.get("state") == "making" or not starts(python()):
            clear_away()
            print("Making the environment in .venv (the first time only).", flush=True)
            make(uv)
        write_stamp(state="making", extra=extra)
        install(uv, extra)
        write_stamp(state="ready", extra=extra, made_from=made_from)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Stop(explain(str(error))) from error
    print(f"The environment is ready ({time.time() - began:.0f} seconds).\n", flush=True)


def clear_away():
    """Take away a broken or half-made environment, and refuse to take away anything else."""
    if not os.path.isdir(PLACE) or os.path.islink(PLACE):
        if os.path.lexists(PLACE):
            os.remove(PLACE)
        return
    here = set(os.listdir(PLACE))
    if here and not here & {"pyvenv.cfg", os.path.basename(STAMP)}:
        raise Stop(
            f"The folder {PLACE} is not a Python environment, so it is left alone. "
            "Move it somewhere else, then type the same again."
        )
    print("The environment in .venv is broken or half made, so it is made anew.")
    shutil.rmtree(PLACE)


def find_uv():
    """The command that starts uv, which installs in seconds; [] where it is not on the machine."""
    if shutil.which("uv"):
        return ["uv"]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else []


def make(uv):
    """Make an empty environment, noting first that it is not finished."""
    os.mkdir(PLACE)
    write_stamp(state="making")
    if uv and run([*uv, "venv", "--quiet", "--allow-existing", "--python", BASE, PLACE])[0] == 0:
        return
    code, said = run([BASE, "-m", "venv", PLACE])
    if code:
        raise Stop(explain(said))


def install(uv, extra):
    """Install this package and all it needs, in the versions of constraints.txt."""
    what = ["-c", "constraints.txt", "-e", "." if extra == "core" else f".[{extra}]"]
    print(f"Installing hitoolkit and what {EXTRAS[extra]}.", flush=True)
    if uv:
        code, said = run([*uv, "pip", "install", "--python", python(), *what], "installing with uv")
        if code == 0:
            return
        if trouble(said) in ("full", "locked"):
            raise Stop(explain(said))
        print("  uv could not do it, so pip is tried.")
    if run([python(), "-m", "pip", "--version"])[0]:
        run([python(), "-m", "ensurepip", "--upgrade"])
    # Compiling all of it at once would take longer than all the rest; Python compiles what is used when it is used.
    options = ["--disable-pip-version-check", "--no-input", "--no-compile", "--progress-bar", "off", "--retries", "2"]
    code, said = run([python(), "-m", "pip", "install", *options, *what], "installing with pip")
    if code:
        raise Stop(explain(said))


# Running other programs


def clean_environment(**more):
    """The variables a child starts with: text is UTF-8, and no other Python's settings leak in."""
    kept = {name: text for name, text in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")}
    return dict(kept, PYTHONUTF8="1", PIP_USER="0", HITOOLKIT_CALLED=called(), **more)


def run(command, doing=""):
    """Run a command out of sight, saying now and then that it is at work; return its exit code and all it said."""
    said = []
    child = subprocess.Popen(
        command, cwd=HERE, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )
    reader = threading.Thread(target=lambda: said.extend(iter(child.stdout.readline, "")), daemon=True)
    reader.start()
    began, told, terminal = time.time(), 0, sys.stdout.isatty()
    try:
        while reader.is_alive():
            reader.join(0.2)
            passed = int(time.time() - began)
            if doing and passed >= told + (1 if terminal else 10):
                told = passed
                line = f"  {doing}: {passed} seconds{latest(said)}"
                print("\r" + line[:78].ljust(78) if terminal else line, end="" if terminal else "\n", flush=True)
    except BaseException:
        child.kill()
        raise
    finally:
        child.wait()
        if terminal and told:
            print()
    return child.returncode, "".join(said)


def latest(said):
    """The package that pip spoke of last, if it did."""
    for line in said[::-1]:
        found = re.match(r"\s*(?:Collecting|Downloading) (?:\S*/)?([A-Za-z][A-Za-z0-9_.]*(?:-[A-Za-z]\w*)*)", line)
        if found:
            return ", at " + found.group(1)
        if line.startswith("Installing collected packages"):
            return ", unpacking"
    return ""


def hand_over(command, variables=None, folder=None):
    """Run a command in full view and return its exit code; Ctrl-C is left to it to answer."""
    try:
        child = subprocess.Popen(command, env=clean_environment(**(variables or {})), cwd=folder)
    except OSError as error:
        os.remove(STAMP)
        raise Stop("The environment in .venv no longer starts. Type the same again to make it anew.") from error
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue


def test_command(args):
    """The command that runs the tests, on two cores; with --full, a skipped test is a failed one."""
    rest = [arg for arg in args if arg != "--full"]
    spread = [] if any(re.match(r"-n|--numprocesses|--pdb", arg) for arg in rest) else ["-n", "2"]
    return [python(), "-m", "pytest", *spread, *rest], {"HITOOLKIT_FULL": "1"} if "--full" in args else {}, HERE


def bench_scripts(names):
    """The scripts of benchmarks/ asked for, or all of them."""
    folder = os.path.join(HERE, "benchmarks")
    files = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    known = [name[:-3] for name in files if re.match(r"[a-z]\w*\.py$", name)]
    unknown = [name for name in names if name not in known]
    if unknown or not known:
        what = f"no benchmark called {unknown[0]}" if unknown else "nothing in benchmarks/ to run"
        raise Stop(f"There is {what}. Known: {', '.join(known) or 'none'}.")
    return [os.path.join(folder, name + ".py") for name in names or known]


# What went wrong, in words

AGAIN = "then type the same again."
WORDS = {
    "full": f"There is not enough room on the disk: about 900 MB is needed (2 GB for test --full). Make room, {AGAIN}",
    "long": f"A path became too long for this system. Move this folder nearer to the top of the disk, {AGAIN}",
    "no venv": "This Python cannot make environments. On Debian and Ubuntu type: sudo apt install python3-venv. "
    f"Elsewhere, install Python from python.org. Do that, {AGAIN}",
    "certificate": "The packages could not be fetched, because a certificate was refused. A hospital network often has "
    f"its own: ask your IT service how to set up pip for it, {AGAIN}",
    "network": "The packages could not be fetched: there is no network, or the package index did not answer. Check the "
    f"connection (or ask your IT service which proxy or index to use), {AGAIN}",
    "locked": f"A file here may not be written: {HERE}. Copy the folder to a place of your own, or close the programs "
    f"that use it, {AGAIN}",
}
SIGNS = {
    "full": r"No space left|Errno 28|os error 28|WinError 112|Disk quota",
    "long": r"WinError 206|File ?name too long",
    "no venv": r"ensurepip is not available|No module named '?(venv|ensurepip)",
    "certificate": r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|SSLError",
    "network": r"NewConnection|NameResolution|name resolution|getaddrinfo|Max retries|timed out|Timeout|ProxyError"
    r"|dns error|Connection (refused|reset|aborted|error)|Network is unreachable|error sending request|Failed to fetch"
    r"|versions: none",
    "locked": r"Permission denied|not permitted|Errno 13|os error 13|WinError (5|32)\b|Read-only file system"
    r"|Access is denied",
}


def trouble(said):
    """Which known trouble a program's words tell of, or ''."""
    return next((name for name, signs in SIGNS.items() if re.search(signs, said, re.IGNORECASE)), "")


def explain(said):
    """What went wrong, in words; where it is nothing known, the program's last words and where all of them are."""
    if trouble(said):
        return WORDS[trouble(said)]
    handle, path = tempfile.mkstemp(prefix="hitoolkit-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(said)
    last = " / ".join([line.strip() for line in said.splitlines() if line.strip()][-3:])
    return f"The environment could not be made. The last words were: {last} (All of it is in {path}.)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
