"""How much memory the running server holds after many requests: pages, reports, files, payments.

PDFs are made by processes of their own, which end: the server's are counted alone.
"""

import os
import sys
import threading
import time
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlsplit

from bench.office import TODAY, World, create_world, refresh_statistics
from bench.pages import addresses
from bench.posting import Payable, Queue
from bench.server import running_server
from bench.web import Cashier, form_path
from reports.registry import REPORTS

CLIENTS = 4
FILES = ("xlsx", "csv", "json")
PDF_EVERY, PAYMENT_EVERY, FILE_EVERY = 100, 20, 10
"""One request in so many; the others are pages and reports on screen, each kind in turn."""
LOOKS = 10


def measure_memory(requests: int, loans: int) -> dict:
    """Megabytes of the server's processes at the start and after each tenth of the requests."""
    world = create_world(loans, CLIENTS)
    refresh_statistics()
    with running_server() as address:
        queue = Queue(world.office)
        each = requests // PAYMENT_EVERY // CLIENTS + 1
        walkers = [_Walker(address, world, queue.take(each), n) for n in range(CLIENTS)]
        held = [{"requests": 0, "mb": _held(address), "seconds": 0}]
        begun = time.monotonic()
        for look in range(1, LOOKS + 1):
            _walk(walkers, requests // LOOKS // CLIENTS)
            seconds = round(time.monotonic() - begun)
            done = look * (requests // LOOKS // CLIENTS) * CLIENTS
            held.append({"requests": done, "mb": _held(address), "seconds": seconds})
            sys.stderr.write(f"    {held[-1]}\n")
        for walker in walkers:
            walker.cashier.browser.close()
    return {"held": held, "mb": held[-1]["mb"], "load": os.getloadavg()[0]}


class _Walker:
    """One person who looks at everything in turn; no two begin at the same page."""

    def __init__(self, address: str, world: World, payables: list[Payable], number: int) -> None:
        loan = payables[0].loan
        self.payables = payables
        self.cashier = Cashier(address, world.users[number].username, loan)
        pages = [*addresses(world).values(), form_path(loan)]
        pages += [f"/laporan/{name}/?tanggal={TODAY}" for name in _reports()]
        self.pages = cycle(pages[number * 7 :] + pages[: number * 7])
        names = cycle(_reports())
        self.files = (f"/laporan/{next(names)}/unduh/{kind}/" for kind in cycle(FILES))
        self.numbers = count(1)

    def step(self) -> None:
        number = next(self.numbers)
        if number % PDF_EVERY == 0:
            self.cashier.browser.get("/laporan/trial-balance/unduh/pdf/")
        elif number % PAYMENT_EVERY == 0 and self.payables:
            self.cashier.post(self.payables.pop())
        elif number % FILE_EVERY == 0:
            self.cashier.browser.get(next(self.files))
        else:
            self.cashier.browser.get(next(self.pages))


def _reports() -> list[str]:
    return sorted(REPORTS)


def _walk(walkers: list[_Walker], steps: int) -> None:
    """Let all walk at the same time. Raises what stopped one of them."""
    errors: list[Exception] = []

    def run(walker: _Walker) -> None:
        try:
            for _ in range(steps):
                walker.step()
        except Exception as error:  # raised below, in the main thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=[walker]) for walker in walkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _held(address: str) -> int:
    """Megabytes that the processes which serve ``address`` hold.

    What several map is counted once: each thread maps SQLite's file, so "resident" would count
    the same pages eight times.
    """
    port = str(urlsplit(address).port)
    kilobytes = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            if "granian" in words and words[words.index("--port") + 1] == port:
                held = (folder / "smaps_rollup").read_text()
                kilobytes += int(held.partition("\nPss:")[2].split()[0])
        except OSError:  # it has just ended
            continue
    return kilobytes // 1024
