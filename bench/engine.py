"""Measure on one database: ``python -m bench.engine OUTPUT SIZE PART …`` (``bench.__main__``).

The environment says which database; it must be empty. ``--offices`` says how many offices part i
has.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import django

from bench.table import ALONE


@dataclass(frozen=True)
class Size:
    """How much is measured: loans of the office, how it grows, payments, and repetitions.

    Payments are received, and pages looked at, when it has grown to ``worked_on`` times.
    """

    loans: int
    growth: tuple[int, ...]
    posts: int
    repeat: int
    postings: int = 100_000
    pieces: int = 500
    quarters: int = 20
    goats: int = 10_000
    offices: tuple[int, ...] = (20, 500)
    clients: int = 8
    worked_on: int = 10
    requests: int = 10_000


SIZES = {
    "full": Size(211, (1, 10, 100), 400, 9),
    "quick": Size(211, (1, 10), 100, 3, offices=(20,)),
    "tiny": Size(
        40,
        (1, 2, 3),
        6,
        1,
        postings=500,
        pieces=28,
        quarters=2,
        goats=60,
        offices=(2,),
        clients=2,
        worked_on=2,
        requests=80,
    ),
}
"""``tiny`` shows that everything runs and means nothing."""


def measure(size: Size, parts: set[str]) -> dict:
    """All parts but the pack, on an office made for it."""
    from bench import office  # noqa: PLC0415 -- models need django.setup()

    world = office.create_world(size.loans, size.clients)
    office.refresh_statistics()
    result: dict = {"portfolio": []} if "b" in parts else {}
    done = 1
    for times in size.growth:
        if times > size.worked_on and "b" not in parts:
            break  # only the portfolio is measured on more
        if times > done:
            say(f"{size.loans * times} loans")
            office.multiply(done, times - 1)
            done = times
        grown = replace(world, loans=size.loans * times)
        if "b" in parts:
            from bench.portfolio import measure_portfolio  # noqa: PLC0415

            say(f"portfolio of {grown.loans} loans")
            result["portfolio"].append(measure_portfolio(grown, size.repeat))
        if times == 1 and "d" in parts:
            from bench.lists import measure_rebates  # noqa: PLC0415

            say("rebates")
            result["rebates"] = measure_rebates(grown, size.repeat)
        if times == size.worked_on:
            result |= _measure_work(grown, size, parts)
    return result


def _measure_work(world, size: Size, parts: set[str]) -> dict:
    """What people do at their screens."""
    from bench.lists import measure_register  # noqa: PLC0415 -- models need django.setup()
    from bench.pages import measure_pages  # noqa: PLC0415
    from bench.posting import measure_posting  # noqa: PLC0415
    from bench.search import measure_search  # noqa: PLC0415
    from bench.web import measure_web  # noqa: PLC0415

    wanted: dict[str, tuple[str, Callable[[], dict]]] = {
        "posting": ("a", lambda: measure_posting(world, size.posts)),
        "web": ("a", lambda: measure_web(world, size.posts)),
        "search": ("d", lambda: measure_search(world, size.repeat)),
        "register": ("d", lambda: measure_register(world, size.repeat)),
        "pages": ("d", lambda: measure_pages(world)),
    }
    result = {}
    for name, (part, call) in wanted.items():
        if part in parts:
            say(name)
            result[name] = call()
    return result


def _measure_alone(size: Size, part: str) -> dict:
    """A part that makes an office of its own."""
    from django.conf import settings  # noqa: PLC0415 -- models, as below

    from bench import books, herd, memory, offices, pack, papers, villages  # noqa: PLC0415

    wanted: dict[str, tuple[str, Callable[[], dict]]] = {
        "c": ("pack", lambda: pack.measure_pack(min(3, size.repeat))),
        "e": ("papers", lambda: papers.measure_papers(min(5, size.repeat))),
        "f": ("books", lambda: books.measure_books(size.postings, size.repeat)),
        "g": (
            "villages",
            lambda: villages.measure_villages(size.pieces, size.quarters, size.repeat),
        ),
        "h": ("herd", lambda: herd.measure_herd(size.goats, size.repeat)),
        "i": (
            "offices",
            lambda: offices.measure_offices(size.offices, size.repeat, settings.VAR_DIR),
        ),
        "j": ("memory", lambda: memory.measure_memory(size.requests, size.loans)),
    }
    name, call = wanted[part]
    say(name)
    return {name: call()}


def say(text: str) -> None:
    """Tell on standard error what is being measured."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def arguments() -> argparse.Namespace:
    """What ``bench.__main__`` asks for."""
    parser = argparse.ArgumentParser(prog="bench.engine")
    parser.add_argument("output", type=Path)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--offices", type=_numbers)
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def main() -> None:
    asked = arguments()
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup, as all below
    from django.core.management import call_command  # noqa: PLC0415

    from bench.measure import sync_ms  # noqa: PLC0415

    size = SIZES[asked.size]
    if asked.offices:
        size = replace(size, offices=asked.offices)
    if asked.parts != ["i"]:  # which makes databases of its own
        call_command("migrate", verbosity=0, interactive=False)
    result: dict = {"sync_ms": sync_ms(settings.VAR_DIR)}
    if len(asked.parts) == 1 and asked.parts[0] in ALONE:
        result |= _measure_alone(size, asked.parts[0])
    else:
        result |= measure(size, set(asked.parts))
    asked.output.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
