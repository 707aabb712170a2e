"""Times and counts: percentiles, medians, numbers of queries."""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that at least ``percent`` % of the values don't exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def summary(seconds: Sequence[float], wall: float | None = None) -> dict:
    """Count, number per second of wall time (default: one after the other), percentiles in ms."""
    ordered = sorted(seconds)
    figures = {f"p{p}_ms": _ms(percentile(ordered, p)) for p in (50, 95, 99)}
    per_second = len(ordered) / (wall or sum(ordered))
    return {
        "count": len(ordered), "per_second": round(per_second, 1), **figures,
        "max_ms": _ms(ordered[-1]),
    }  # fmt: skip


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def median_ms(call: Callable[[], object], repeat: int) -> float:
    """Median of several calls in milliseconds, after one that isn't counted."""
    call()
    times = []
    for _ in range(repeat):
        gc.collect()
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return _ms(statistics.median(times))


def times_as_much(part: float, whole: float) -> float:
    """``part / whole`` with two decimals."""
    return round(part / whole, 2)


@contextmanager
def statements() -> Iterator[list[tuple]]:
    """Collect (SQL, parameters, many) of what this thread's connection is asked meanwhile."""
    found: list[tuple] = []

    def note(execute, sql, params, many, context):
        found.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def query_count(call: Callable[[], object]) -> int:
    """Number of queries of a call."""
    with statements() as found:
        call()
    return len(found)


def sync_ms(folder: Path) -> float:
    """Median time in ms to write 4 kB and have the disk confirm it: the price of any commit."""
    path = folder / "sync"
    with path.open("wb") as file:

        def write() -> None:
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())

        median = median_ms(write, 50)
    path.unlink()
    return median
