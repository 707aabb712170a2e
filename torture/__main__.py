"""``script/torture``: see that nothing is lost, whatever fails; exit 1 if a promise was broken."""

import argparse
import json
import random
import signal
import sys
from pathlib import Path

from bench.__main__ import machine
from torture.databases import ENGINES
from torture.faults import Plan
from torture.run import Wanted, run

SHOWN = 30
"""So many broken promises are printed; the JSON has all."""


def arguments() -> argparse.Namespace:
    """What the caller wants."""
    parser = argparse.ArgumentParser(
        prog="script/torture",
        description="Clients post while the server is killed, the disk is full, the database away.",
    )
    parser.add_argument("--posts", type=int, default=10_000, help="forms sent on each database")
    parser.add_argument("--kills", type=int, default=100, help="SIGKILLs on each database")
    parser.add_argument("--outages", type=int, default=10, help="PostgreSQL stopped at once")
    parser.add_argument("--full-disks", type=int, default=10)
    parser.add_argument(
        "--minutes", type=float, default=30, help="the most that each database may take to work"
    )
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--loans", type=int, default=24)
    parser.add_argument("--seed", type=int, help="of what people do and what fails; told else")
    parser.add_argument("--only", choices=ENGINES, help="one database instead of both")
    parser.add_argument(
        "--template", default="", help="with --only: a migrated database to begin with a copy of"
    )
    parser.add_argument(
        "--no-mount", action="store_true", help="fill no disk of its own, limit files instead"
    )
    parser.add_argument("--output", type=Path, help="JSON file")
    given = parser.parse_args()
    if given.template and not given.only:
        parser.error("--template: of one database, so --only says of which")
    if min(given.posts, given.minutes) <= 0 or given.clients < 5:
        parser.error("some posts, some minutes and five clients at least")
    return given


def wanted(given: argparse.Namespace) -> Wanted:
    """The same as a value."""
    return Wanted(
        given.posts,
        given.minutes,
        Plan(given.kills, given.outages, given.full_disks),
        random.randrange(1_000_000) if given.seed is None else given.seed,
        given.clients,
        given.loans,
        given.template,
        not given.no_mount,
    )


def say(text: str) -> None:
    """Tell on standard error what is being done."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def end_once(number: int, _: object) -> None:
    """End, with all servers, disks and files; who asks again must not cut that short."""
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


def main() -> int:
    """Torture what is wanted; 0 if every promise was kept."""
    given = arguments()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_once)
    asked = wanted(given)
    result: dict = {"machine": machine(), "engines": {}}
    for engine in [given.only] if given.only else ENGINES:
        result["engines"][engine] = run(engine, asked, say)
    if given.output:
        given.output.write_text(json.dumps(result, indent=1) + "\n")
    for engine, figures in result["engines"].items():
        wrong = figures.pop("wrong")
        sys.stdout.write(f"{engine}: {json.dumps(figures, indent=1)}\n{len(wrong)} wrong\n")
        sys.stdout.write("".join(f"  {line}\n" for line in wrong[:SHOWN]))
        figures["wrong"] = wrong
    return int(any(figures["wrong"] for figures in result["engines"].values()))


if __name__ == "__main__":
    sys.exit(main())
