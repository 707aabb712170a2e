"""SQLite with a fair queue in front of its write lock.

SQLite lets waiting writers poll: with eight clients some wait for seconds while others overtake
them. One server process has all writers as threads, so they can queue here, first come first
served, and SQLite's own busy timeout is left for other processes (backup, commands).
Whoever writes for minutes says so, and the others don't wait for it (``patience``).
Measured in docs/benchmarks.md; the choice is docs/decisions/004.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

from upk.sqlite.patience import USUAL, Busy, Patience


class FairLock:
    """A lock that is handed on in the order in which threads asked for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()
        self.long_write = ""
        """What the holder is at, where it takes long."""

    def acquire(self, timeout: float, *, behind_long: float | None = None) -> bool:
        """Wait for the turn; ``False`` if it doesn't come within ``timeout`` seconds.

        Behind a holder that takes long only ``behind_long`` are waited, as long as that by default.
        """
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if self._comes(turn, timeout, timeout if behind_long is None else behind_long):
            return True
        with self._guard:
            if turn.is_set():  # it came in the last moment
                return True
            self._waiting.remove(turn)
            return False

    def _comes(self, turn: threading.Event, timeout: float, behind_long: float) -> bool:
        first = min(timeout, behind_long)
        return turn.wait(first) or (not self.long_write and turn.wait(timeout - first))

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        self.long_write = ""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_queues: dict[str, FairLock] = defaultdict(FairLock)


class Cursor(base.SQLiteCursorWrapper):
    """A statement that writes outside of a transaction takes a turn as well."""

    def __init__(self, connection, database: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._database = database

    def execute(self, query, params=None):
        with self._database.turn_of(query):
            return super().execute(query, params)

    def executemany(self, query, param_list):
        with self._database.turn_of(query):
            return super().executemany(query, param_list)


_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """Take a turn for each transaction that may write (those begin IMMEDIATE: settings)."""

    _has_turn = False
    _patience = USUAL
    long_write = ""
    """Set by ``patience.long_write`` for the transactions that begin meanwhile."""
    only_reads = False
    """Set by ``patience.one_moment`` for the transaction that begins within."""

    @property
    def patience(self) -> Patience:
        """How long a transaction of this connection waits for its turn."""
        return self._patience

    @patience.setter
    def patience(self, value: Patience) -> None:
        self._patience = value
        if self.connection is not None:
            self.connection.execute(f"PRAGMA busy_timeout = {value.usual * 1000:.0f}")

    @property
    def queue(self) -> FairLock:
        """Where the writers of this database wait."""
        return _queues[str(self.settings_dict["NAME"])]

    def create_cursor(self, name=None) -> Cursor:
        return self.connection.cursor(factory=lambda connection: Cursor(connection, self))

    @contextmanager
    def turn_of(self, query: str) -> Iterator[None]:
        """A turn for a statement, where it writes and has none yet."""
        if self._has_turn or self.in_atomic_block or not query.startswith(_WRITES):
            yield
            return
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn_back()

    def _take_turn(self) -> None:
        wait = self.patience
        if not self.queue.acquire(wait.usual, behind_long=wait.behind_long):
            raise Busy(self.queue.long_write)
        self._has_turn = True
        self.queue.long_write = self.long_write

    def _start_transaction_under_autocommit(self) -> None:
        if self.only_reads:
            self.cursor().execute("BEGIN")
            return
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self):
        result = super()._commit()
        self._give_turn_back()
        return result

    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._give_turn_back()

    def _close(self):
        try:
            return super()._close()
        finally:
            self._give_turn_back()

    def _give_turn_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.queue.release()
