"""How many people live in the example's villages, year by year. Invented."""

from datetime import date

from upk.desk.example import calendar
from upk.desk.example.places import PRACTICE_DATE
from upk.desk.example.poor.happenings import PopulationCounted

IN_2004 = (
    3_412, 3_058, 4_127, 3_869, 2_644, 2_931, 3_540, 4_385, 3_716, 2_873, 3_205, 2_768, 3_094,
    2_487,
)  # fmt: skip
"""In the order of the villages."""
GROWTH_PER_MILLE = 6
COUNTED = (1, 16)
"""Month and day on which the villages' figures come."""


def plan_populations() -> list[PopulationCounted]:
    """The figures of each year since 2004."""
    told, inhabitants = [], list(IN_2004)
    for year in range(2004, PRACTICE_DATE.year + 1):
        day = calendar.working_day(date(year, *COUNTED))
        told.append(PopulationCounted(day, tuple(inhabitants)))
        inhabitants = [n + n * GROWTH_PER_MILLE // 1000 for n in inhabitants]
    return told
