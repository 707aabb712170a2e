"""One side of a comparison: a process with a database of its own that makes a call when told.

``python -m bench.side DATABASE NAME …`` (``Side`` starts it) prepares the calls of each NAME
(``bench.office_work``), says which there are, then makes one for each line that it reads and
answers with its milliseconds and its number of queries. Two such processes that are told in turns
meet the same noise of the machine, so that the ratio of their times can be trusted.
"""

import gc
import json
import subprocess
import sys
import time
from typing import Self

import django


class Side:
    """The process; to be used as a context."""

    def __init__(self, database: str, *names: str) -> None:
        self._command = [sys.executable, "-m", "bench.side", database, *names]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.calls: dict[str, list[str]] = self._read()
        return self

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def call(self, name: str, label: str) -> tuple[float, int]:
        """Milliseconds and queries of one call. Raises ``RuntimeError`` if the process ended."""
        self._process.stdin.write(json.dumps([name, label]) + "\n")
        self._process.stdin.flush()
        return tuple(self._read())

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self._command)} ended")
        return json.loads(line)


def _answer() -> None:
    from bench.measure import statements  # noqa: PLC0415 -- after setup, as below
    from bench.office_work import calls_of  # noqa: PLC0415

    calls = {name: calls_of(name) for name in sys.argv[2:]}
    _say({name: list(labels) for name, labels in calls.items()})
    for line in sys.stdin:
        name, label = json.loads(line)
        gc.collect()
        with statements() as found:
            begun = time.perf_counter()
            calls[name][label]()
            seconds = time.perf_counter() - begun
        _say([round(seconds * 1000, 3), len(found)])


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    from tests.databases import connected_to  # noqa: PLC0415 -- after setup

    with connected_to(sys.argv[1]):
        _answer()


if __name__ == "__main__":
    main()
