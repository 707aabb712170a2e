"""Write-off, a member's end, cancelled disbursement, and taking such a step back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from loans.ending_forms import MemberEndForm, ReasonForm, RulingForm
from loans.ending_pages import (
    Look,
    Texts,
    disbursed_loan,
    ending_page,
    money_facts,
    visible_relief,
)
from loans.ending_problems import cancel_problems, undo_problems
from loans.endings import (
    WriteOff,
    cancel_disbursement,
    mirrored,
    note_heirs_pay,
    plan_write_off,
    undo_relief,
    write_off,
    write_off_problems,
)
from loans.models import Loan, Repayment
from loans.relieving import RELIEFS
from loans.rescheduling import successor, undo_rescheduling, undo_rescheduling_problems
from upk.access import Role, roles
from upk.money import rupiah
from upk.offices.models import Person
from upk.periods import format_date, today


def loan_page(loan: Loan) -> tuple[str, str]:
    """Address and label of the loan's page."""
    return reverse("loans:loan-detail", args=[loan.pk]), str(loan)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_write_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Write off all that is left of a loan, by a decision of the MAD."""
    loan = disbursed_loan(request, pk)
    form = RulingForm(request.POST or None, initial={"on": today(loan.office)})

    def look() -> Look:
        plan = plan_write_off(loan, on=form.cleaned_data["on"])
        return _look_at(plan, write_off_problems(plan, form.ruling))

    def act() -> tuple[str, str]:
        done = write_off(loan, by=request.user, **form.values())
        return f"Pinjaman {loan} dihapus: pokok {rupiah(done.principal)}.", loan_page(loan)[0]

    texts = Texts(
        f"Penghapusan {loan}",
        "Seluruh sisa pokok dihapusbukukan terhadap cadangan, sisa jasanya dibebaskan. "
        "Yang diterima sesudahnya dicatat sebagai pendapatan.",
        "Hapus pinjaman ini",
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


def _look_at(plan: WriteOff, problems: list) -> Look:
    facts = money_facts(
        ("Pokok yang dihapus", plan.principal),
        ("Jasa yang dibebaskan", plan.interest),
        ("Dari cadangan", plan.principal - plan.lack),
        ("Kekurangan cadangan (beban)", plan.lack),
        ("Sisa pokok sesudahnya", plan.left.principal - plan.principal),
    )
    return Look(
        facts, plan.moves, problems, rows=[r for r in plan.rows if r.principal or r.interest]
    )


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A member died, or the MAD wrote the member's part off; the loan goes on for the others."""
    loan = disbursed_loan(request, pk)
    people = Person.objects.filter(shares__loan=loan).order_by("shares__id")
    form = MemberEndForm(request.POST or None, people=people, initial={"on": today(loan.office)})

    def look() -> Look:
        data = form.cleaned_data
        plan = plan_write_off(loan, on=data["on"], kind=form.kind, person=data["person"])
        problems = write_off_problems(plan, form.ruling)
        if not form.heirs_pay:
            return _look_at(plan, problems)
        facts = [
            *money_facts(("Sisa bagiannya", plan.principal + plan.interest)),
            ("Jurnal", "tidak ada; angsuran kelompok tetap"),
        ]
        return Look(facts, problems=problems)

    def act() -> tuple[str, str]:
        person, url = form.cleaned_data["person"], loan_page(loan)[0]
        if form.heirs_pay:
            note_heirs_pay(loan, person=person, by=request.user, **form.values())
            return f"Dicatat: ahli waris {person} melanjutkan angsuran.", url
        done = write_off(loan, kind=form.kind, person=person, by=request.user, **form.values())
        return f"Bagian {person} selesai: pokok {rupiah(done.principal)}.", url

    texts = Texts(
        f"Bagian pemanfaat {loan}",
        "Sisa bagian seorang pemanfaat dikeluarkan dari setiap angsuran; pinjaman berjalan terus "
        "untuk yang lain. Bila tidak ada lagi sisanya, pinjaman menjadi lunas.",
        "Catat",
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def loan_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a disbursement back while no money is on the loan."""
    loan = disbursed_loan(request, pk)
    form = ReasonForm(request.POST or None, initial={"on": today(loan.office)})

    def look() -> Look:
        problems = cancel_problems(loan, form.cleaned_data["on"], form.cleaned_data["reason"])
        facts = money_facts(("Uang yang kembali", loan.principal))
        return Look(facts, mirrored([loan.disbursement]), problems)

    def act() -> tuple[str, str]:
        cancel_disbursement(loan, by=request.user, **form.values())
        return f"Pencairan {loan} dibatalkan.", loan_page(loan)[0]

    texts = Texts(
        f"Batalkan pencairan {loan}",
        "Jurnal pencairan dibalik dan pinjaman menjadi batal untuk seterusnya. "
        "Kelompok dapat diajukan kembali.",
        "Batalkan pencairan",
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def relief_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a write-off, a member's end, a waiver or a rescheduling back."""
    relief = visible_relief(request, pk, RELIEFS)
    loan = relief.loan
    is_rescheduled = relief.kind == Repayment.Kind.RESCHEDULED
    form = ReasonForm(request.POST or None, initial={"on": today(loan.office)})

    def look() -> Look:
        return _look_at_undoing(relief, form)

    def act() -> tuple[str, str]:
        undo = undo_rescheduling if is_rescheduled else undo_relief
        undo(relief, by=request.user, **form.values())
        return f"{relief.get_kind_display()} {loan} dibatalkan.", loan_page(loan)[0]

    after = " Pinjaman barunya menjadi batal." if is_rescheduled else ""
    texts = Texts(
        f"Batalkan: {relief.get_kind_display().lower()} {loan}",
        f"{relief.get_kind_display()} pada {format_date(relief.paid_on)}: pokok "
        f"{rupiah(relief.principal)}, jasa {rupiah(relief.interest)}. Jurnalnya dibalik dan "
        f"angsuran meminta semuanya kembali sejak tanggal pembatalan.{after}",
        "Batalkan",
        back=loan_page(loan),
    )
    return ending_page(request, loan, form, texts=texts, look=look, act=act)


def _look_at_undoing(relief: Repayment, form: ReasonForm) -> Look:
    loan, data = relief.loan, form.cleaned_data
    entries = [relief.entry] if relief.entry else []
    stands = not Repayment.objects.filter(reverses=relief).exists()
    if relief.kind == Repayment.Kind.RESCHEDULED and stands:
        new = successor(loan)
        entries.insert(0, new.disbursement)
        problems = undo_rescheduling_problems(relief, loan, new, data["on"], data["reason"])
    else:
        problems = undo_problems(relief, loan, data["on"], data["reason"])
    facts = money_facts(
        ("Pokok yang kembali ditagih", relief.principal),
        ("Jasa yang kembali ditagih", relief.interest),
    )
    return Look(facts, mirrored(entries), problems)
