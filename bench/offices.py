"""Many offices of the example's size in one database: what the work of one of them costs then.

An office alone and the same office among many are measured in turns, call by call, each in a
process with a database of its own (``bench.side``). The databases are made once: in a folder that
is kept they serve the next run.
"""

import os
import statistics
import time
from contextlib import ExitStack
from pathlib import Path

from bench.measure import times_as_much
from bench.office_work import DISTRICT
from bench.side import Side
from tests.databases import analyze, build_once, connected_to, migrate
from upk.desk import static_files
from upk.desk.example import OFFICE_CODE, load_example
from upk.desk.example.copies import Copier

Times = dict[str, float]


def measure_offices(counts: tuple[int, ...], repeat: int, folder: Path) -> dict:
    """The work of the first and of the last of so many offices beside that of one alone.

    ``ratio`` compares the sums of the medians, ``worst`` is the largest ratio of a single call with
    its name. ``district`` are the medians of its pages, ``queries`` what they and the calls asked.
    """
    static_files.collect()  # pages name them by their hash
    alone = build_once(folder, "office_1", _load)
    _renew(alone)
    sizes = []
    for count in counts:
        begun = time.perf_counter()
        many = build_once(folder, f"office_{count}", lambda n=count: _copy(n), start=alone)
        copied = time.perf_counter() - begun
        _renew(many)
        size = {"offices": count, "copied_seconds": round(copied, 1), "load": os.getloadavg()[0]}
        sizes.append(size | _measure(alone, many, f"{OFFICE_CODE}-{count}", repeat))
    return {"sizes": sizes}


def _load() -> None:
    migrate()
    load_example()


def _renew(name: str) -> None:
    """Bring a database that was kept to today's schema, and let it see how much it holds."""
    with connected_to(name):
        migrate()
        analyze()


def _copy(count: int) -> None:
    for _ in Copier().copy(range(2, count + 1)):
        pass


def _measure(alone: str, many: str, last: str, repeat: int) -> dict:
    """Both databases at work in turns, then the district's pages of the larger one."""
    with ExitStack() as stack:
        one = stack.enter_context(Side(alone, OFFICE_CODE))
        all_of_them = stack.enter_context(Side(many, OFFICE_CODE, last, DISTRICT))
        sides = {
            "alone": (one, OFFICE_CODE),
            OFFICE_CODE: (all_of_them, OFFICE_CODE),
            last: (all_of_them, last),
        }
        times, queries = _in_turns(sides, repeat)
        district, of_pages = _in_turns({DISTRICT: (all_of_them, DISTRICT)}, repeat)
    of_alone = times.pop("alone")
    return {
        "alone": of_alone,
        "of_offices": times,
        "ratio": {
            name: times_as_much(sum(own.values()), sum(of_alone.values()))
            for name, own in times.items()
        },
        "worst": max(
            (times_as_much(own[label], of_alone[label]), label, name)
            for name, own in times.items()
            for label in own
        ),
        "queries": queries,
        "district": district[DISTRICT],
        "district_queries": of_pages,
    }


def _in_turns(
    sides: dict[str, tuple[Side, str]], repeat: int
) -> tuple[dict[str, Times], dict[str, list[int]]]:
    """Medians in ms of each side's calls, and the numbers of queries that occurred, by call.

    A call is made by each side in turn, as often as it is repeated, after one that isn't counted;
    who begins changes every time.
    """
    first, name = next(iter(sides.values()))
    times: dict[str, Times] = {side: {} for side in sides}
    queries: dict[str, list[int]] = {}
    for label in first.calls[name]:
        found, asked = _one_call(sides, label, repeat)
        queries[label] = sorted(asked)
        for side, own in found.items():
            times[side][label] = round(statistics.median(own), 3)
    return times, queries


def _one_call(
    sides: dict[str, tuple[Side, str]], label: str, repeat: int
) -> tuple[dict[str, list[float]], set[int]]:
    found: dict[str, list[float]] = {side: [] for side in sides}
    asked: set[int] = set()
    order = list(sides.items())
    for turn in range(repeat + 1):
        for side, (process, name) in order:
            ms, count = process.call(name, label)
            if turn:
                found[side].append(ms)
                asked.add(count)
        order.reverse()
    return found, asked
