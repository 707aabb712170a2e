"""The proof of members' parts of payments and of rebates (see ``check_books``)."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import F, Q, Sum

from loans.models import MemberRepayment, Rebate, Share
from upk.desk.check_result import Result
from upk.money import number, rupiah
from upk.offices.models import Office

Amounts = tuple[int, int, int]


def check_member_parts(offices: Sequence[Office]) -> Result:
    """Members' parts add up to their payment, a reversal mirrors them, all have a share."""
    rows = MemberRepayment.objects.filter(repayment__office__in=offices)
    found = rows.select_related("repayment__loan").order_by("repayment_id", "id")
    parts: dict[int, dict[int, Amounts]] = defaultdict(dict)
    payments, count = {}, 0
    for row in found:
        count += 1
        payments[row.repayment_id] = row.repayment
        parts[row.repayment_id][row.person_id] = (row.principal, row.interest, row.penalty)
    borrowers = set(
        Share.objects.filter(loan__in=[p.loan_id for p in payments.values()]).values_list(
            "loan_id", "person_id"
        )
    )
    faults = []
    for pk, payment in payments.items():
        code, given = payment.loan.code, parts[pk]
        sums = tuple(sum(column) for column in zip(*given.values(), strict=True))
        if sums != (payment.principal, payment.interest, payment.penalty):
            faults.append(
                f"{code}: bagian anggota {rupiah(sum(sums))}, setoran {rupiah(payment.amount)}"
            )
        elif payment.reverses_id:
            mirrored = {k: (-p, -i, -f) for k, (p, i, f) in given.items()}
            if mirrored != parts.get(payment.reverses_id, {}):
                faults.append(f"{code}: pembatalan {pk} bukan kebalikan bagian anggotanya")
        if any((payment.loan_id, person) not in borrowers for person in given):
            faults.append(f"{code}: setoran {pk} dibagi kepada bukan pemanfaat")
    total = sum(payment.amount for payment in payments.values())
    looked_at = f"{number(count)} bagian dari {number(len(payments))} setoran, {rupiah(total)}"
    return Result("member_parts", "Bagian anggota sama dengan setoran", looked_at, tuple(faults))


def check_rebates(offices: Sequence[Office]) -> Result:
    """Every rebate has its expense, was confirmed by another person and stands but once."""
    expense = F("loan__product__rebate_expense")
    rows = Rebate.objects.filter(office__in=offices).order_by("id")
    rows = rows.select_related("entry", "loan", "approval", "reverses").annotate(
        expensed=Sum("entry__postings__amount", filter=Q(entry__postings__debit=expense), default=0)
        - Sum("entry__postings__amount", filter=Q(entry__postings__credit=expense), default=0)
    )
    faults, standing, total, count = [], Counter(), 0, 0
    for row in rows:
        count += 1
        total += row.amount
        standing[row.loan_id, row.loan.code, row.instalment_id] += -1 if row.reverses_id else 1
        entry = row.entry
        told = (entry.office_id, entry.origin, entry.happened_on, entry.total, row.expensed)
        if told != (row.office_id, "loans", row.paid_on, abs(row.amount), row.amount):
            faults.append(f"IPTW {row.pk}: tidak sama dengan buktinya {entry.label}")
        if row.reverses_id:
            target = row.reverses
            if (target.amount, target.entry_id) != (-row.amount, entry.reverses_id):
                faults.append(f"IPTW {row.pk}: tidak cocok dengan yang dibatalkan {target.pk}")
        elif row.approval.amount != row.amount or row.approval.recorded_by_id == row.recorded_by_id:
            faults.append(f"IPTW {row.pk}: tidak seperti yang disetujui orang lain")
    faults += [
        f"{code}: IPTW dibayar {times} kali"
        for (_, code, _), times in standing.items()
        if times > 1
    ]
    looked_at = f"{number(count)} IPTW, {rupiah(total)}"
    return Result("rebates", "IPTW ada buktinya dan disetujui", looked_at, tuple(faults))
