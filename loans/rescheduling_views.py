"""Rescheduling a loan: the decision, the new terms, a look at the new schedule."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from loans.ending_forms import RescheduleForm
from loans.ending_pages import (
    Look,
    Texts,
    disbursed_loan,
    ending_page,
    money_facts,
    schedule_look,
)
from loans.ending_views import loan_page
from loans.reasons import Problem
from loans.relieving import left_of
from loans.rescheduling import (
    Rescheduling,
    plan_rescheduling,
    reschedule_loan,
    rescheduling_problems,
)
from upk.access import Role, roles
from upk.money import rupiah
from upk.periods import format_date, today


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a new loan of the principal left take over, by a decision of the MAD."""
    loan = disbursed_loan(request, pk)
    day = today(loan.office)
    due = left_of(loan).interest_until(day)
    initial = {"on": day, "carried_interest": due, "payment_day": loan.payment_day}
    form = RescheduleForm(request.POST or None, initial=initial | loan.terms_values())
    form.fields[
        "carried_interest"
    ].help_text = (
        f"Jasa yang belum dibayar s.d. {format_date(day)}: {rupiah(due)}. Isi 0 bila dibebaskan."
    )

    def look() -> Look:
        plan = plan_rescheduling(loan, **form.plan_values())
        return _look_at(plan, rescheduling_problems(plan, form.ruling))

    def act() -> tuple[str, str]:
        values = form.plan_values() | form.values()
        new = reschedule_loan(loan, by=request.user, **values)
        return f"Pinjaman {loan} dijadwal ulang menjadi {new}.", loan_page(new)[0]

    texts = Texts(
        f"Penjadwalan ulang {loan}",
        "Pinjaman lama ditutup; pinjaman baru sebesar sisa pokoknya melanjutkan dengan ketentuan "
        "di bawah. Tidak ada uang yang bergerak.",
        "Jadwalkan ulang",
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


def _look_at(plan: Rescheduling, problems: list[Problem]) -> Look:
    closing, opening = plan.moves
    facts = money_facts(
        ("Sisa pokok yang dijadwal ulang", plan.left.principal),
        ("Jasa yang dibawa", plan.new.carried_interest),
        ("Jasa yang dibebaskan", plan.forgiven),
    )
    return Look(
        [*facts, ("Pinjaman baru", plan.new.code)],
        [*closing, *opening] if plan.left.principal else [],
        problems,
        schedule_look(plan.new, plan.on),
        plan.shares,
    )
