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
from tests.postgres import SAFE_OPTIONS, temporary_server
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
}
ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def arguments() -> argparse.Namespace:
    """What the caller wants."""
    described = "; ".join(f"{name}: {text}" for name, text in PARTS.items())
    parser = argparse.ArgumentParser(prog="script/bench", description=f"Measure. {described}.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="a to i; default: all")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="less of everything")
    size.add_argument("--tiny", action="store_true", help="see only that it runs")
    engine = parser.add_mutually_exclusive_group()
    engine.add_argument("--sqlite-only", action="store_true")
    engine.add_argument("--postgres-only", action="store_true")
    parser.add_argument("--output", type=Path, default=BUILD / "bench.json", help="JSON file")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    given.parts = given.parts or list(PARTS)
    return given


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Address of a database that is as durable as an office's."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    else:
        with temporary_server(SAFE_OPTIONS) as url:
            yield url


def run(engine: str, size: str, parts: list[str]) -> dict:
    """Measure some parts in a process of their own, on an empty database."""
    sys.stderr.write(f"{engine}: {' '.join(parts)}\n")
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))  # a disk, as in an office
    try:
        with database(engine, folder) as url:
            env = {name: value for name, value in os.environ.items() if name not in INSTALLATION}
            env |= {
                "DATABASE_URL": url,
                "BERGULIR_VAR": str(folder),
                "STATIC_ROOT": str(folder / "static"),
                "DJANGO_SETTINGS_MODULE": "upk.settings",
            }
            output = folder / "result.json"
            command = [sys.executable, "-m", "bench.engine", str(output), size, *parts]
            subprocess.run(command, env=env, cwd=ROOT, check=True)
            return json.loads(output.read_text())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
    size = "tiny" if wanted.tiny else "quick" if wanted.quick else "full"
    engines = ["sqlite"] * (not wanted.postgres_only) + ["postgresql"] * (not wanted.sqlite_only)
    result: dict = {"machine": machine(), "size": size, "engines": {}}
    at_screens = [part for part in wanted.parts if part not in ALONE]
    for engine in engines:
        figures = result["engines"].setdefault(engine, {})
        for parts in (at_screens, *([part] for part in wanted.parts if part in ALONE)):
            if parts:
                figures |= run(engine, size, parts)
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(json.dumps(result, indent=1) + "\n")
    sys.stdout.write("\n".join(lines(result)) + f"\n{wanted.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
