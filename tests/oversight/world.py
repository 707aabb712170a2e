"""An office with its supervisor: findings and agreements are made by the services alone."""

from datetime import date
from uuid import uuid4

from oversight.models import Agreement, Finding, Partner
from oversight.rules.findings import Step
from oversight.services import (
    NewAgreement,
    NewFinding,
    PartnerFacts,
    add_partner,
    record_agreement,
    record_finding_step,
    write_finding,
)
from tests import factories
from upk.access import Role
from upk.offices.models import Office, User

FOUND, DEADLINE, LATER = date(2010, 1, 5), date(2010, 2, 4), date(2010, 1, 20)


class World:
    """Users of an office by their roles."""

    def __init__(self, office: Office | None = None) -> None:
        self.office = office or factories.create_office()
        self.village = factories.create_village(self.office)
        for role in (Role.SUPERVISOR, Role.MANAGER, Role.TREASURER, Role.SECRETARY):
            setattr(self, role.value, factories.create_user(role, self.office))
        self.facilitator = factories.create_user(Role.FACILITATOR, self.office)
        factories.assign(self.facilitator, self.village)

    def finding(self, **changes) -> Finding:
        """A finding of ``FOUND``, to be answered by the treasurer."""
        return finding(self.supervisor, **changes)

    def step(self, row: Finding, kind: Step, by: User | None = None, **changes):
        """The next step, by the treasurer where the office has to do it."""
        by = by or (self.treasurer if kind == Step.ANSWERED else self.supervisor)
        return step(row, kind, by, **changes)

    def state(self, row: Finding) -> str:
        """What a finding is at the end of all days."""
        return Finding.objects.as_of(date.max).get(pk=row.pk).state

    def partner(self, name: str = "UPK Masaran", **changes) -> Partner:
        """A partner of the office."""
        facts = PartnerFacts(**{"name": name, "kind": "office", "place": "Masaran"} | changes)
        return add_partner(facts, request_key=uuid4(), by=self.secretary)

    def agreement(self, partner: Partner | None = None, *, on: date = FOUND, **changes):
        """An agreement of five years, recorded on ``on``."""
        return agreement(partner or self.partner(), self.secretary, on=on, **changes)


def finding(by: User, *, on: date = FOUND, key=None, upload=None, **changes) -> Finding:
    """A finding by the supervisor."""
    values = {
        "subject": "Bukti tanpa tanda tangan", "text": "Tiga bukti belum ditandatangani.",
        "severity": "medium", "addressee": Role.TREASURER, "deadline": DEADLINE,
    }  # fmt: skip
    new = NewFinding(**values | changes)
    return write_finding(new, on=on, upload=upload, request_key=key or uuid4(), by=by)


def step(row: Finding, kind: Step, by: User, *, on: date = LATER, key=None, **changes):
    """A step of a finding."""
    values = {"text": "Sudah dilengkapi."} | changes
    return record_finding_step(row, kind, on=on, request_key=key or uuid4(), by=by, **values)


def agreement(partner: Partner, by: User, *, on: date = FOUND, key=None, upload=None, **changes):
    """An agreement with a partner."""
    values = {
        "number": "01/PKS/2008", "subject": "Pelatihan bersama", "since": date(2008, 1, 1),
        "until": date(2012, 12, 31),
    }  # fmt: skip
    new = NewAgreement(**values | changes)
    key = key or uuid4()
    return record_agreement(partner, new, on=on, upload=upload, request_key=key, by=by)


def made(row: Agreement) -> Agreement:
    """An agreement with what was told of it."""
    return Agreement.objects.as_of(date.max).get(pk=row.pk)
