"""Groups with what is due and in arrears, and promises to pay."""

from collections import defaultdict

from django.urls import reverse

from loans.collection import is_pressing, newest, promises_of
from loans.models import Loan
from loans.portfolio import Position, portfolio, running
from loans.promises import State
from reports.dashboard import due_within_week
from upk.desk.villages.scope import NONE, Scope, by_village, short
from upk.desk.villages.value import Head, Line, Section
from upk.money import rupiah

GROUP_HEADS = (
    Head("Kelompok"), Head("Saldo", True, True), Head("Jatuh tempo 7 hari", True, True),
    Head("Tunggakan", True, True), Head("Keadaan", is_short=True),
)  # fmt: skip
PROMISE_HEADS = (
    Head("Kelompok"), Head("Dijanjikan", is_short=True), Head("Jumlah", True, True),
    Head("Belum dibayar", True, True), Head("Keadaan", is_short=True),
)  # fmt: skip
LATE = "Menunggak dihitung sejak sehari sesudah jatuh tempo."
"""Said beside the number, since the start page's card also counts what is due today."""

PROMISED = {State.DUE: ("warning", "Hari ini"), State.BROKEN: ("danger", "Lewat")}


def loan_sections(scope: Scope) -> list[dict[int, Section]]:
    """Groups, and promises, by village. The portfolio is read once for both."""
    loans = Loan.objects.filter(group__village__in=scope.ids)
    positions = [
        position
        for position in portfolio(
            scope.office, running(loans, since=scope.on, as_of=scope.on), as_of=scope.on
        )
        if position.outstanding > 0 or position.interest_outstanding > 0
    ]
    due: dict[int, int] = defaultdict(int)
    for row in due_within_week(loans, positions, scope.on):
        due[row.position.loan_id] += row.amount
    found = by_village(positions, lambda position: position.village_id)
    promised = _promises(scope, [position for position in positions if position.standing.is_late])
    return [
        {v.pk: _groups(scope, found[v.pk], due) for v in scope.villages},
        {v.pk: _promise_section(promised[v.pk]) for v in scope.villages},
    ]


def _groups(scope: Scope, positions: list[Position], due: dict[int, int]) -> Section:
    late = [position for position in positions if position.standing.is_late]
    pressing = sum(bool(due[p.loan_id] or p.standing.arrears) for p in positions)
    ordered = sorted(
        positions,
        key=lambda p: (-p.standing.days_in_arrears, not due[p.loan_id], p.group_code, p.code),
    )
    arrears = sum(position.standing.arrears for position in late)
    return Section(
        "kelompok", "Jatuh tempo dan tunggakan", "Kelompok: jatuh tempo dan tunggakan",
        GROUP_HEADS,
        tuple(_group_line(scope, position, due[position.loan_id]) for position in ordered),
        pressing, "Tidak ada pinjaman yang berjalan di desa ini.",
        note=f"{len(positions)} pinjaman berjalan, {len(late)} menunggak {rupiah(arrears)}. {LATE}"
        if positions else "",
        figure=f"{len(late)} menunggak",
        tone="danger" if late else "",
    )  # fmt: skip


def _group_line(scope: Scope, position: Position, due: int) -> Line:
    stands = position.standing
    badge = None
    if stands.is_late:
        badge = ("danger", f"{position.rule.code} {position.rule.name}")
    elif due:
        badge = ("warning", "Jatuh tempo")
    return Line(
        (
            f"{position.group_code} {position.group_name} ({position.code})",
            rupiah(position.outstanding),
            rupiah(due) if due else NONE,
            rupiah(stands.arrears) if stands.arrears else NONE,
        ),
        reverse("loans:loan-detail", args=[position.loan_id]),
        badge,
        scope.action("Kunjungi", "visits:visit-add-group", position.group_id),
    )


def _promises(scope: Scope, late: list[Position]) -> dict[int, list[Line]]:
    """The newest promises that are due today or broken, by village; two queries."""
    made = promises_of([position.loan_id for position in late], scope.on)
    found: dict[int, list[Line]] = defaultdict(list)
    for position in late:
        promise = newest(made.get(position.loan_id, ()))
        for state, badge in PROMISED.items():
            if is_pressing(promise, state):
                found[position.village_id].append(
                    Line(
                        (
                            f"{position.group_code} {position.group_name}",
                            short(promise.outcome.promise.promised_on),
                            rupiah(promise.outcome.promise.amount),
                            rupiah(promise.outcome.left),
                        ),
                        reverse("loans:loan-detail", args=[position.loan_id]),
                        badge,
                    )
                )
    return found


def _promise_section(lines: list[Line]) -> Section:
    return Section(
        "janji", "Janji bayar", "Janji bayar yang jatuh tempo",
        PROMISE_HEADS, tuple(lines), len(lines),
        "Tidak ada janji bayar yang jatuh tempo.", tone="danger",
    )  # fmt: skip
