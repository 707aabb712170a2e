"""Entering levies, inspections and repairs through the services of their screens."""

from collections import defaultdict
from collections.abc import Callable

from maintenance.levies.deciding import RuleDraft, record_levy_rule
from maintenance.levies.services import (
    PaymentSheet,
    record_bank_item,
    record_deposit,
    record_payments,
)
from maintenance.levies.spending import SpendDraft, spend_on_repair
from maintenance.models import Infrastructure, LevyBankItem, LevyRule, Repair
from maintenance.register.inspecting import Findings, record_inspection
from maintenance.register.services import NewRepair, add_repair
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import USERS, VillagePlan
from upk.desk.example.villages import happenings as happened
from upk.desk.example.villages.running import GrantPlan
from upk.desk.example.villages.sample_paper import sample_upload
from upk.offices.models import User, Village
from upk.periods import Quarter


class UpkeepDesk:
    """Calls the services of maintenance; ``pieces`` are the rows of what was built."""

    def __init__(
        self, setting: Setting, pieces: dict[GrantPlan, Infrastructure], key: Keys
    ) -> None:
        self.office = setting.office
        self.treasurer = setting.users["bendahara"]
        self.secretary = setting.users["sekretaris"]
        self._villages = setting.villages
        self._pieces = pieces
        self._key = key
        self._responsible = {
            code: setting.users[user.username] for user in USERS for code in user.villages
        }

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.LevyDecision: self.decide,
            happened.LevySheet: self.collect,
            happened.LevyDeposit: self.deposit,
            happened.LevyBank: self.book_bank,
            happened.InspectionRound: self.inspect,
            happened.VillageRepair: self.repair,
        }

    def _village(self, plan: VillagePlan) -> Village:
        return self._villages[plan.code]

    def _of(self, plan: VillagePlan) -> User:
        return self._responsible[plan.code]

    # -- levies ------------------------------------------------------------------------------------

    def decide(self, event: happened.LevyDecision) -> None:
        """A village meeting's rule, or a Perdes, which has a scan."""
        basis = LevyRule.Basis.PERDES if event.is_regulation else LevyRule.Basis.MEETING
        draft = RuleDraft(
            basis, event.number, decided_on=event.on, since=event.since, amount=event.amount,
            per=LevyRule.Per.MONTH, payers=event.payers,
        )  # fmt: skip
        village = self._village(event.village)
        scan = sample_upload() if event.is_regulation else None
        record_levy_rule(village, draft, upload=scan, request_key=self._key(), by=self.secretary)

    def collect(self, event: happened.LevySheet) -> None:
        """A sheet for each quarter that something was brought for."""
        sheets: dict[Quarter, dict[Village, int]] = defaultdict(dict)
        for row in event.rows:
            sheets[Quarter(row.year, row.quarter)][self._village(row.village)] = row.amount
        for quarter, amounts in sheets.items():
            sheet = PaymentSheet(event.on, quarter, amounts)
            record_payments(self.office, sheet, request_key=self._key(), by=self.treasurer)

    def deposit(self, event: happened.LevyDeposit) -> None:
        amounts = {self._village(village): amount for village, amount in event.amounts}
        record_deposit(
            self.office, amounts, deposited_on=event.on, slip=f"ST-{event.on:%d%m%y}",
            request_key=self._key(), by=self.treasurer,
        )  # fmt: skip

    def book_bank(self, event: happened.LevyBank) -> None:
        kinds = LevyBankItem.Kind
        items = ((kinds.INTEREST, event.interest), (kinds.TAX, event.tax), (kinds.FEE, event.fee))
        for kind, amount in items:
            record_bank_item(
                self.office, kind=kind, amount=amount, happened_on=event.on,
                request_key=self._key(), by=self.treasurer,
            )  # fmt: skip

    # -- what was built ----------------------------------------------------------------------------

    def inspect(self, event: happened.InspectionRound) -> None:
        for look in event.looks:
            findings = Findings(event.on, look.condition, work_needed=look.needed)
            record_inspection(
                self._pieces[look.grant], findings, request_key=self._key(),
                by=self._of(look.grant.wish.village),
            )  # fmt: skip

    def repair(self, event: happened.VillageRepair) -> None:
        """What levies pay goes out of the village's bank balance with the work."""
        piece, by = self._pieces[event.grant], self._of(event.grant.wish.village)
        if event.payer == Repair.Payer.LEVY:
            draft = SpendDraft(piece, event.kind, event.on, event.cost, event.note)
            spend_on_repair(draft, request_key=self._key(), by=self.treasurer)
        else:
            new = NewRepair(event.kind, event.on, event.cost, event.payer, event.note)
            add_repair(piece, new, request_key=self._key(), by=by)
