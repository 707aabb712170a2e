"""``script/bench``: measure on SQLite and on PostgreSQL, print a table, write JSON."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.table import ALONE, lines
from tests.postgres import SAFE_OPTIONS, kept_server, temporary_server
from tests.run import INSTALLATION

PARTS = {
    "a": "receiving money: service, raw driver, HTTP",
    "b": "LPP, collectibility and arrears",
    "c": "the quarterly pack and the LPP as PDF",
    "d": "loan search, register and IPTW list, weight of pages",
    "e": "the papers of a disbursement as PDF",
    "f": "the statements of an office with 100.000 postings",
    "g": "500 pieces of infrastructure, inspected for 20 quarters, and the levies",
    "h": "10.000 goats with 60.000 events: figures and pages",
    "i": "500 offices of the example's size in one database",
    "j": "memory of the server after 10.000 requests",
}
ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def arguments() -> argparse.Namespace:
    """What the caller wants."""
    described = "; ".join(f"{name}: {text}" for name, text in PARTS.items())
    parser = argparse.ArgumentParser(prog="script/bench", description=f"Measure. {described}.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="a to j; default: all")
    size = parser.add_mutually_exclusive_group()
    for name, what in (("quick", "less of everything"), ("tiny", "see only that it runs")):
        size.add_argument(f"--{name}", dest="size", action="store_const", const=name, help=what)
    parser.set_defaults(size="full")
    engine = parser.add_mutually_exclusive_group()
    engine.add_argument("--sqlite-only", action="store_true")
    engine.add_argument("--postgres-only", action="store_true")
    parser.add_argument("--output", type=Path, default=BUILD / "bench.json", help="JSON file")
    parser.add_argument(
        "--offices", metavar="N,N", help="part i: numbers of offices (default: 20,500)"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="part i: keep the databases there, and use those that are there already",
    )
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    given.parts = given.parts or list(PARTS)
    if given.keep and given.parts != ["i"]:
        parser.error("--keep: of part i alone, since the other parts want an empty database")
    return given


@contextmanager
def database(engine: str, folder: Path, *, is_kept: bool) -> Iterator[str]:
    """Address of a database that is as durable as an office's."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    elif is_kept:
        with kept_server(folder / "postgresql", SAFE_OPTIONS) as url:
            yield url
    else:
        with temporary_server(SAFE_OPTIONS) as url:
            yield url


@contextmanager
def place(keep: Path | None) -> Iterator[Path]:
    """A folder on a disk, as in an office, that is removed afterwards; ``keep`` itself stays."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(engine: str, parts: list[str], wanted: argparse.Namespace) -> dict:
    """Measure some parts in a process of their own, on an empty database."""
    sys.stderr.write(f"{engine}: {' '.join(parts)}\n")
    with (
        place(wanted.keep) as folder,
        database(engine, folder, is_kept=bool(wanted.keep)) as url,
    ):
        env = {name: value for name, value in os.environ.items() if name not in INSTALLATION}
        env |= {
            "DATABASE_URL": url,
            "BERGULIR_VAR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "DJANGO_SETTINGS_MODULE": "upk.settings",
            "FORMS_PER_MINUTE": "0",  # a few users send what a whole district does
            "FILES_PER_MINUTE": "0",
        }
        output = folder / "result.json"
        command = [sys.executable, "-m", "bench.engine", str(output), wanted.size, *parts]
        if wanted.offices:
            command += ["--offices", wanted.offices]
        subprocess.run(command, env=env, cwd=ROOT, check=True)
        return json.loads(output.read_text())


def machine() -> dict:
    """Where and when it was measured."""
    model = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), ""
    )
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "processor": model,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def main() -> int:
    """Measure what is wanted; 0 if everything ran."""
    wanted = arguments()
    engines = ["sqlite"] * (not wanted.postgres_only) + ["postgresql"] * (not wanted.sqlite_only)
    result: dict = {"machine": machine(), "size": wanted.size, "engines": {}}
    at_screens = [part for part in wanted.parts if part not in ALONE]
    for engine in engines:
        figures = result["engines"].setdefault(engine, {})
        for parts in (at_screens, *([part] for part in wanted.parts if part in ALONE)):
            if parts:
                figures |= run(engine, parts, wanted)
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(json.dumps(result, indent=1) + "\n")
    sys.stdout.write("\n".join(lines(result)) + f"\n{wanted.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
