"""Entering visits through the services of their screens, a round at a time."""

from collections import defaultdict
from collections.abc import Callable

from groups.models import Membership
from upk.desk.example.groups import GroupPlan
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.visiting import AgreementClosed, AgreementPlan, VisitPlan, VisitRound
from upk.offices.models import User
from visits.models import VisitAgreement
from visits.services.agreements import record_step
from visits.services.recording import NewAgreement, NewVisit, record_round


class VisitDesk:
    """Calls the services of visits; remembers the rows of agreements."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self._setting = setting
        self._key = key
        self._agreements: dict[AgreementPlan, VisitAgreement] = {}
        self._officers: dict[int, list[Membership]] = {}

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of event is entered."""
        return {VisitRound: self.go_round, AgreementClosed: self.close}

    def _officers_of(self, group: GroupPlan) -> list[Membership]:
        """The officers of a group, chair first; all groups' are read at once."""
        if not self._officers:
            found = defaultdict(list)
            rows = Membership.objects.filter(group__office=self._setting.office).officers()
            for membership in rows.order_by("group_id", "pk"):
                found[membership.group_id].append(membership)
            self._officers = found
        return self._officers.get(self._setting.groups[group].pk, [])

    def go_round(self, event: VisitRound) -> None:
        by = self._setting.users[event.username]
        visits = [self._new(event, visit, by) for visit in event.visits]
        made = record_round(visits, request_key=self._key(), by=by)
        for row, visit in zip(made, event.visits, strict=True):
            if visit.agreements:
                rows = row.agreements.order_by("position")
                self._agreements |= dict(zip(visit.agreements, rows, strict=True))

    def _new(self, event: VisitRound, visit: VisitPlan, by: User) -> NewVisit:
        officers = self._officers_of(visit.group) if visit.group else []
        return NewVisit(
            self._setting.villages[visit.village.code],
            self._setting.groups[visit.group] if visit.group else None,
            visit.kind,
            event.on,
            visit.agenda,
            by,
            visit.members,
            [officer for n, officer in enumerate(officers) if n not in visit.absent],
            visit.findings,
            visit.next_on,
            [NewAgreement(a.text, a.who, a.due_on) for a in visit.agreements],
        )

    def close(self, event: AgreementClosed) -> None:
        record_step(
            self._agreements.pop(event.agreement), kind=event.kind, on=event.on, note=event.note,
            request_key=self._key(), by=self._setting.users[event.username],
        )  # fmt: skip
