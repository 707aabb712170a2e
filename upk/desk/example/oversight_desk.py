"""What supervisor, office and secretary do about findings and agreements in the example."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from grants.models import Grant
from loans.models import Loan
from maintenance.models import Infrastructure
from oversight.models import Agreement, Finding, Partner
from oversight.rules.agreements import Step as AgreementStep
from oversight.rules.findings import BY_OFFICE
from oversight.services import (
    NewAgreement,
    NewFinding,
    PartnerFacts,
    add_partner,
    record_agreement,
    record_agreement_step,
    record_finding_step,
    write_finding,
)
from upk.access import Role
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.overseeing import (
    AgreementEnded,
    AgreementSigned,
    FindingStepped,
    FindingWritten,
)
from upk.ledger.models import Entry, Voucher


class OversightDesk:
    """Calls the services that belong to findings and agreements."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.setting = setting
        self.supervisor = setting.users["pengawas"]
        self.secretary = setting.users["sekretaris"]
        self._answerers = {
            Role.MANAGER: setting.users["manajer"], Role.TREASURER: setting.users["bendahara"],
            Role.SECRETARY: self.secretary,
        }  # fmt: skip
        self._key = key
        self._findings: dict[str, Finding] = {}
        self._partners: dict[str, Partner] = {}
        self._agreements: dict[str, Agreement] = {}
        self.ways: dict[type, Callable] = {
            FindingWritten: self.write, FindingStepped: self.step, AgreementSigned: self.sign,
            AgreementEnded: self.end,
        }  # fmt: skip

    def write(self, event: FindingWritten) -> None:
        """The supervisor writes a finding."""
        about = self._row(*event.about, event.on) if event.about else None
        new = NewFinding(
            event.subject, event.text, event.severity, event.addressee, event.deadline, about
        )
        self._findings[event.key] = write_finding(
            new, on=event.on, request_key=self._key(), by=self.supervisor
        )

    def step(self, event: FindingStepped) -> None:
        """The office answers, or the supervisor does the rest.

        The manager answers for whoever is responsible for a village.
        """
        finding = self._findings[event.key]
        answerer = self._answerers.get(finding.addressee, self._answerers[Role.MANAGER])
        record_finding_step(
            finding, event.kind, on=event.on, text=event.text, deadline=event.deadline,
            request_key=self._key(), by=answerer if event.kind in BY_OFFICE else self.supervisor,
        )  # fmt: skip

    def sign(self, event: AgreementSigned) -> None:
        """The secretary records an agreement, and its partner the first time."""
        if event.partner not in self._partners:
            facts = PartnerFacts(event.partner, Partner.Kind.OFFICE, event.place)
            self._partners[event.partner] = add_partner(
                facts, request_key=self._key(), by=self.secretary
            )
        new = NewAgreement(event.number, event.subject, event.since, event.until)
        self._agreements[event.number] = record_agreement(
            self._partners[event.partner], new, on=event.on, request_key=self._key(),
            by=self.secretary,
        )  # fmt: skip

    def end(self, event: AgreementEnded) -> None:
        """The secretary notes that an agreement ended early."""
        record_agreement_step(
            self._agreements[event.number], AgreementStep.ENDED, on=event.on,
            reason=event.reason, request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def _row(self, kind: str, village_code: str, on: date) -> Model:
        """The row of a kind that was there on the day: in a village, or in the books."""
        village = self.setting.villages.get(village_code)
        rows = {
            "village": lambda: village,
            "group": lambda: village.groups.order_by("code").first(),
            "loan": lambda: Loan.objects.filter(group__village=village, disbursed_on__lte=on)
            .order_by("-disbursed_on", "code").first(),
            "entry": lambda: Entry.objects.filter(
                office=self.setting.office, voucher=Voucher.CASH_OUT, happened_on__lt=on,
                kind=Entry.Kind.ORDINARY,
            ).order_by("-happened_on", "-pk").first(),
            "infrastructure": lambda: Infrastructure.objects.filter(
                village=village, registered_on__lte=on
            ).order_by("registered_on", "pk").first(),
            "grant": lambda: Grant.objects.filter(
                proposal__village=village, decree__decided_on__lte=on
            ).order_by("decree__decided_on", "pk").first(),
        }  # fmt: skip
        return rows[kind]()
