"""What the district's pages share: the district, its today, and the quarter that is asked for."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from upk.desk.district.records import quarters_of, today_of
from upk.offices.models import District
from upk.periods import Quarter


@dataclass(frozen=True, slots=True)
class Asked:
    """The district's calendar and the quarter of the address; ``quarters`` are those to choose."""

    district: District
    today: date
    quarters: list[Quarter]
    quarter: Quarter

    def context(self) -> dict:
        """For the choice of a quarter (``desk/district/_quarter.html``); ``keeping`` is what an
        address needs behind it to show the same one."""
        keeping = f"?triwulan={self.quarter}"
        return {"quarters": self.quarters, "quarter": self.quarter, "keeping": keeping}


def asked_of(request: HttpRequest) -> Asked:
    """The quarter of ``?triwulan=2009-4``, else the last one that is over; two queries."""
    district = request.user.district
    on = today_of(district)
    quarters = quarters_of(district, on)
    wanted = request.GET.get("triwulan", "")
    quarter = next((q for q in quarters if str(q) == wanted), quarters[1])
    return Asked(district, on, quarters, quarter)
