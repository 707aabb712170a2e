"""Entering rebates, members' parts, letters and contacts through the services of their screens."""

from loans.contacts import record_contact
from loans.member_books import member_book
from loans.member_splits import proposed_parts, split_receipt
from loans.models import Loan
from loans.rebate import SETTLEMENT
from loans.rebating import Payout, approve_rebates, pay_rebates
from loans.warnings import issue_letters, letters_due
from upk.desk.example import events as happened
from upk.desk.example.events import LoanPlan
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting

MET = "Ketua kelompok"


class CollectionDesk:
    """Calls the services; ``loans`` are the rows of the plans."""

    def __init__(self, setting: Setting, loans: dict[LoanPlan, Loan], key: Keys) -> None:
        self.setting = setting
        self.manager = setting.users["manajer"]
        self.treasurer = setting.users["bendahara"]
        self.facilitator = setting.users["fasilitator"]
        self._loans = loans
        self._key = key

    def pay_rebates(self, event: happened.Rebates) -> None:
        """The manager confirms the list, the treasurer pays it, by product."""
        office = self.setting.office
        for product in self.setting.products.values():
            items = [
                (self._loans[plan].pk, SETTLEMENT, amount)
                for plan, amount in event.amounts
                if plan.category == product.code
            ]
            if items:
                approve_rebates(
                    office, items, on=event.on, request_key=self._key(), by=self.manager
                )
                payout = Payout(event.on, product.cash, items, self._key())
                pay_rebates(office, payout, by=self.treasurer)

    def split(self, event: happened.Split) -> None:
        """Each paid what the own part of the loan asked for."""
        receipt = self._loans[event.loan].repayments.get(paid_on=event.paid_on)
        whole = (receipt.principal, receipt.interest, receipt.penalty)
        parts = proposed_parts(member_book(receipt.loan), whole, of=receipt)
        split_receipt(receipt, parts, request_key=self._key(), by=self.treasurer)

    def send_letters(self, event: happened.Letters) -> None:
        due = letters_due(self.manager, event.on)
        choices = [(found.position.loan_id, found.due) for found in due if found.due]
        issue_letters(
            self.setting.office, choices, on=event.on, request_key=self._key(), by=self.manager
        )

    def note_contact(self, event: happened.Contact) -> None:
        record_contact(
            self._loans[event.loan],
            kind=event.kind,
            happened_on=event.on,
            met=MET,
            note=event.note,
            promised_on=event.promised_on,
            promised_amount=event.promised_amount,
            request_key=self._key(),
            by=self.facilitator,
        )
