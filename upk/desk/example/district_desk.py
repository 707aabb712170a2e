"""What the district does in the example: its deadline, and an answer to each quarter's report.

The newest report still waits for its answer, so that somebody who tries the district's desk has
something to do. The deadline of a fortnight is ours [chosen].
"""

from reports.models import IssuedReport
from upk.desk.district.records import BUNDLE_DAYS, DEADLINE_DAYS
from upk.desk.district.rules.answers import Answer
from upk.desk.district.services import answer_report, set_rule
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY, LAST_CLOSED_DAY


class DistrictDesk:
    """Receives and accepts what the office issues."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.user = setting.users["kabupaten"]
        self._key = key
        set_rule(
            setting.office.district,
            since=FIRST_DAY,
            deadline_days=DEADLINE_DAYS,
            bundle_days=BUNDLE_DAYS,
            on=FIRST_DAY,
            by=self.user,
        )

    def answer(self, issued: IssuedReport) -> None:
        """Receive and accept a report, but for the newest."""
        if issued.as_of == LAST_CLOSED_DAY:
            return
        for given in (Answer.RECEIVED, Answer.ACCEPTED):
            answer_report(issued, given, request_key=self._key(), by=self.user)
