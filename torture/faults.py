"""What is made to fail, and when: a plan drawn from the seed, carried out between the posts."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.browser import Answer, Browser
from torture.databases import Database
from torture.record import Record
from torture.server import Server

KILLS = ("all", "all", "all", "worker", "server")
"""Which processes get SIGKILL: mostly all at once, as when the power fails."""
HELD = (0.5, 2.5)
"""Seconds that a disk stays full and a database away, from when somebody has met it."""
UNTIL_MET = 20
"""Seconds after which nobody is waited for any more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often each fault comes."""

    kills: int
    outages: int
    full_disks: int

    def drawn(self, dice: random.Random) -> list[tuple[float, str]]:
        """The faults with the part of the work (0 to 1) after which each comes, in order."""
        kinds = ["kill"] * self.kills + ["outage"] * self.outages
        kinds += ["full disk"] * self.full_disks
        dice.shuffle(kinds)
        each = 1 / (len(kinds) + 1)
        return [((n + 0.2 + dice.random() * 0.8) * each, kind) for n, kind in enumerate(kinds)]


class Faults:
    """Makes the faults of one run, and has everything whole again after each."""

    def __init__(
        self, database: Database, server: Server, record: Record, dice: random.Random
    ) -> None:
        self._database = database
        self._server = server
        self._record = record
        self._dice = dice
        self._outages = 0
        self.known: dict[str, Callable[[], None]] = {
            "kill": self.kill, "outage": self.outage, "full disk": self.fill_disk
        }  # fmt: skip

    def kill(self) -> None:
        """SIGKILL to the server, or to one of its processes; then it is started again."""
        how = self._dice.choice(KILLS)
        with self._record.fault(f"kill of {how}"):
            workers = self._server.workers()
            victims = {"worker": workers[:1], "server": self._server.pids()[:1]}
            self._server.kill(victims.get(how))
            time.sleep(self._dice.random() * 0.3)
            self._server.start()

    def outage(self) -> None:
        """The database is stopped as by a crash and comes back; the server is left alone.

        Every other time nobody notices, as at night: then each thread of the server still has a
        connection that is none any more, and the first who comes must not pay for it.
        """
        self._outages += 1
        if self._outages % 2:
            with self._record.silence():
                with self._record.fault("quiet outage"), self._database.away():
                    pass
                self._must_serve()
            return
        with self._record.fault("outage"), self._database.away():
            self._hold()
        self._must_serve()

    def fill_disk(self) -> None:
        """Nothing can be written for a while; the server is left alone."""
        with self._record.fault("full disk"):
            with self._database.full(self._server):
                self._hold()
            self._database.recover()
        self._must_serve()

    def _hold(self) -> None:
        """Leave it so until somebody has met it, and a while longer."""
        begun = time.monotonic()
        while not self._record.errors_since(begun) and time.monotonic() < begun + UNTIL_MET:
            time.sleep(0.05)
        if not self._record.errors_since(begun):
            self._record.say_wrong("a fault that nobody met shows nothing")
        time.sleep(self._dice.uniform(*HELD))

    def _must_serve(self) -> None:
        """Every thread of the server serves again at once, whatever connection it has kept.

        The login page reads the database (whether there is an office, and the session).
        """
        count = 4 * self._database.workers * 8

        def look(_: int) -> Answer:
            browser = Browser(self._server.address)
            try:
                return browser.get("/masuk/", expect=None)
            finally:
                browser.close()

        with ThreadPoolExecutor(32) as pool:
            statuses = [answer.status for answer in pool.map(look, range(count))]
        if set(statuses) != {200}:
            failed = len(statuses) - statuses.count(200)
            self._record.say_wrong(f"{failed} of {count} pages failed after the return: {statuses}")
