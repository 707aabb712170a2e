"""SQLite with a fair queue in front of its write lock.

SQLite lets waiting writers poll: with eight clients some wait for seconds while others overtake
them. One server process has all writers as threads, so they can queue here, first come first
served, and SQLite's own busy timeout is left for other processes (backup, commands).
Measured in docs/benchmarks.md; the choice is docs/decisions/004.
"""

import threading
from collections import defaultdict, deque

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError


class FairLock:
    """A lock that is handed on in the order in which threads asked for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn; ``False`` if it doesn't come within ``timeout`` seconds."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # it came in the last moment
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_queues: dict[str, FairLock] = defaultdict(FairLock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Take a turn for the length of each transaction (all begin IMMEDIATE: settings)."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        timeout = self.settings_dict.get("OPTIONS", {}).get("timeout", 20)
        if not _queues[str(self.settings_dict["NAME"])].acquire(timeout):
            raise OperationalError("database is locked")
        self._has_turn = True
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
            _queues[str(self.settings_dict["NAME"])].release()
