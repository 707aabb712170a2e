"""What a loan's life adds to the world: decisions, lists, rules, reliefs."""

from datetime import date
from uuid import uuid4

from loans.choices import choose_next
from loans.contacts import record_contact
from loans.models import Loan, PaperText, Relief, Repayment, StepShare
from loans.reminders import DEFAULT_TEXT
from loans.setup import DEFAULT_CEILINGS, DEFAULT_RULES, add_rules
from loans.warnings import add_collection_rules, issue_letters, withdraw_letter
from tests import factories
from upk.offices.models import Checklist, ChecklistItem, User
from upk.offices.services import record_decision

DAY = date(2010, 1, 15)


def add_life(loan: Loan, waiting: Loan, second: Loan, by: User) -> dict[str, int]:
    """Ids by name. ``relief`` forgives all jasa of the loan's last instalment."""
    office = loan.office
    decision = record_decision(office, body="MAD", number="BA/1", decided_on=DAY)
    later = date(2010, 3, 1)  # no loan of the world is proposed so late
    checklist = Checklist.objects.create(office=office, kind="papers", since=later)
    item = ChecklistItem.objects.create(checklist=checklist, position=1, text="Surat permohonan")
    rules = add_rules(loan.product, since=DAY, ceilings=DEFAULT_CEILINGS, **DEFAULT_RULES)
    last = loan.instalments.order_by("-n").first()
    forgiven = {
        "office": office, "loan": loan, "kind": "waived", "is_payment": False, "paid_on": DAY,
        "principal": 0, "recorded_by": by,
    }  # fmt: skip
    waived = Repayment.objects.create(**forgiven, interest=last.interest)
    relief = Relief.objects.create(
        repayment=waived, instalment=last, principal=0, interest=last.interest
    )
    choice = choose_next(waiting, reason="", on=factories.TODAY, by=by)
    of_uep = factories.create_group(loan.group.village, category="UEP")
    return {
        "choice": choice.pk,
        "uep_loan": factories.create_proposal(of_uep).pk,
        "decision": decision.pk,
        "checklist": checklist.pk,
        "checklist_item": item.pk,
        "rules": rules.pk,
        "ceiling": rules.ceilings.first().pk,
        "relief": relief.pk,
        "paper_text": PaperText.objects.create(
            office=office, paper="spk", since=DAY, title="SPK", body="Isi", made_by=by
        ).pk,
        "waiver": Repayment.objects.create(**forgiven, interest=1).pk,
        "step_share": StepShare.objects.filter(step__loan=loan, step__to_status="V").first().pk,
        "stranger": factories.create_person(loan.group.village).pk,
        "waiting_step": waiting.steps.order_by("-id").first().pk,
        "second_instalment": second.instalments.first().pk,
        **_add_arrears_work(loan, by),
    }


def _add_arrears_work(loan: Loan, by: User) -> dict[str, int]:
    """The office's rules, a corrected contact, a letter withdrawn and the one after it."""
    rules = add_collection_rules(
        loan.office, since=DAY, by=by, unit="months", first_after=1, second_after=2,
        third_after=3, days_between=14, reminder=DEFAULT_TEXT,
    )  # fmt: skip
    said = {"kind": "visit", "happened_on": DAY, "note": "Panen gagal", "met": "Ketua", "by": by}
    wrong = record_contact(loan, **said, request_key=uuid4())
    contact = record_contact(
        loan, **said, corrects=wrong, promised_on=date(2010, 2, 1), promised_amount=500_000,
        request_key=uuid4(),
    )  # fmt: skip
    first = [(loan.pk, 1)]
    [wrong_letter] = issue_letters(loan.office, first, on=DAY, request_key=uuid4(), by=by)
    withdrawal = withdraw_letter(wrong_letter, on=DAY, reason="Salah", request_key=uuid4(), by=by)
    [letter] = issue_letters(loan.office, first, on=DAY, request_key=uuid4(), by=by)
    return {
        "collection_rules": rules.pk,
        "wrong_contact": wrong.pk,
        "contact": contact.pk,
        "letter": letter.pk,
        "wrong_letter": wrong_letter.pk,
        "withdrawal": withdrawal.pk,
    }
