"""What is to come, in the order in which the office enters it."""

import heapq
from collections.abc import Callable
from datetime import date
from itertools import count

from upk.desk.example.places import PRACTICE_DATE
from upk.desk.example.poor.happenings import RANK


class Agenda:
    """Actions by day; of one day in the order of the kinds of what they tell."""

    def __init__(self) -> None:
        self._heap: list[tuple[date, int, int, Callable[[date], None]]] = []
        self._count = count()

    def at(self, on: date, kind: type, action: Callable[[date], None]) -> None:
        """Do ``action`` on a day, among those that tell ``kind``; not from the practice date on."""
        if on < PRACTICE_DATE:
            heapq.heappush(self._heap, (on, RANK[kind], next(self._count), action))

    def run(self) -> None:
        """Do all that is to come, and what comes of it."""
        while self._heap:
            on, _, _, action = heapq.heappop(self._heap)
            action(on)
