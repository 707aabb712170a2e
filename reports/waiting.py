"""The waiting list and the proposals, member by member, and the money that waits for them.

The waiting list keeps the familiar columns; what was approved, the sum up to each loan and when
the money suffices stand behind them. Turns and sums are those of the whole office, also where a
report shows a part of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from loans.models import Loan, LoanStep, Share, StepShare
from loans.waiting_list import WaitingList, WaitingLoan, waiting_lists
from reports.grouping import Values, all_rows, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Kind, OfficeName, Part, Report, Row, Rule, Section, Unit
from upk.money import ratio
from upk.offices.models import Person
from upk.periods import format_date, format_month

NAME = Column("name", "Nama anggota", width=24)
ADDRESS = Column("address", "Alamat", width=20)
PROPOSED = Column("proposed", "Pengajuan", Unit.RUPIAH, width=14)
LAST_LOAN = Column("last_loan", "Pinjaman lalu", Unit.RUPIAH, width=14)
VERIFIED = Column("verified", "Verifikasi", Unit.RUPIAH, width=14)
PLACES = {"part_label": "Produk", "section_label": "Pinjaman"}
P, V, W = Loan.Status.PROPOSED, Loan.Status.VERIFIED, Loan.Status.WAITING


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What each step gave each member, and the member's loan before. Whole rupiah."""

    steps: dict[tuple[int, str, int], int]
    people: dict[int, list[Person]]
    last: dict[tuple[int, int], tuple[int, int]]

    def receivers(self, loan: Loan) -> list[Person]:
        """Members to whom the approval gave something."""
        return [p for p in self.people[loan.pk] if self.steps.get((loan.pk, W, p.pk), 0)]

    def values(self, loan: Loan, person: Person) -> Values:
        """Name, address and amounts of a member of ``loan``."""
        last_loan, last_verified = self.last.get((loan.product_id, person.pk), (0, 0))
        return {
            "name": person.name,
            "address": person.address,
            "proposed": self.steps.get((loan.pk, P, person.pk), 0),
            "last_loan": last_loan,
            "verified": self.steps.get((loan.pk, V, person.pk), 0),
            "last_verified": last_verified,
            "approved": self.steps.get((loan.pk, W, person.pk), 0),
        }


def build_waiting_list(question: Question) -> Report:
    """Who waits for money at the end of the day, in the office's order, member by member."""
    as_of = question.period.end
    shown = set(question.loans.values_list("pk", flat=True))
    lists = waiting_lists(question.office, as_of=as_of)
    columns = (
        NUMBER, NAME, ADDRESS,
        Column("since", "Tanggal tunggu", Unit.DATE, width=11),
        PROPOSED, LAST_LOAN, VERIFIED,
        Column("last_verified", "Verifikasi lalu", Unit.RUPIAH, width=14),
        Column("approved", "Disetujui", Unit.RUPIAH, width=14),
        Column("needed", "Kumulatif", Unit.RUPIAH, width=14, adds=False),
        Column("funded", "Dana cukup", width=12),
        Column("careful", "Hati-hati", width=12),
    )  # fmt: skip
    waiting = [w for listed in lists for w in listed.loans if w.loan.pk in shown]
    amounts = _amounts([w.loan for w in waiting], as_of)
    parts = []
    for listed in lists:
        sections = [_section(w, amounts, columns) for w in listed.loans if w.loan.pk in shown]
        if sections:
            code = listed.product.code
            parts.append(_part(code, f"{code}: {listed.order_label.lower()}", sections, columns))
    return report_of(
        question, "waiting-list", "Daftar Tunggu", columns, tuple(parts), **PLACES,
        rule=_rules(lists),
        totals={"loans": len(waiting), **month_totals(lists)},
    )  # fmt: skip


def _section(waiting: WaitingLoan, amounts: _Amounts, columns: tuple) -> Section:
    loan, place = waiting.loan, waiting.place
    rows = [
        Row(
            f"{loan.code}/{n}",
            {"no": n, "since": place.request.since, **amounts.values(loan, person)},
            link=("loan", loan.pk),
        )
        for n, person in enumerate(amounts.receivers(loan), start=1)
    ]
    label = f"{place.turn}. {loan.group.name}, {loan.group.village.name}, {loan.code}"
    subtotal = total_row(loan.code, "Jumlah", rows, columns, kind=Kind.SUBTOTAL)
    subtotal.values.update(
        needed=place.needed, funded=_when(place.now, place.planned),
        careful=_when(place.now, place.careful),
    )  # fmt: skip
    return Section(loan.code, label, tuple(rows), subtotal)


def _when(now: bool, month: date | None) -> str:
    if now:
        return "sekarang"
    return format_month(month) if month else "belum"


def _part(key: str, title: str, sections: list[Section], columns: tuple) -> Part:
    rows = all_rows(Part(key, title, tuple(sections)))
    total = total_row(key, f"Jumlah {key}", rows, columns)
    return Part(key, title, tuple(sections), (total,))


def _rules(lists: Iterable[WaitingList]) -> tuple[Rule, ...]:
    orders = "; ".join(f"{w.product.code} {w.order_label.lower()}" for w in lists)
    return (
        Rule("waiting_order", "Urutan", orders or "belum ada produk"),
        Rule(
            "last_loan",
            "Pinjaman dan verifikasi lalu",
            "bagian anggota dalam pinjaman terakhirnya dari produk yang sama",
        ),
        *_money_rules(lists),
    )


def _money_rules(lists: Iterable[WaitingList]) -> tuple[Rule, ...]:
    rate = next((w.rate for w in lists), None)
    percent = f"{ratio(min(rate.paid, rate.due), rate.due)}%".replace(".", ",") if rate else "–"
    return (
        Rule(
            "money",
            "Dana",
            "saldo rekening produk dikurangi saldo yang menurut aturan tidak dipinjamkan dan yang "
            "disetujui untuk produk lain dari rekening yang sama; hanya pokok yang dipinjamkan",
        ),
        Rule(
            "expected",
            "Perkiraan",
            "pokok yang jatuh tempo dari pinjaman aktif tanpa tunggakan; hati-hati: dikalikan "
            f"tingkat pengembalian kantor 12 bulan terakhir, {percent}",
        ),
    )


def build_waiting_funds(question: Question) -> Report:
    """The money of each product against what waits for it, month by month."""
    lists = waiting_lists(question.office, as_of=question.period.end)
    columns = (
        Column("month", "Akhir bulan", width=16),
        Column("planned", "Jatuh tempo", Unit.RUPIAH, "Pokok masuk", 15),
        Column("careful", "Hati-hati", Unit.RUPIAH, "Pokok masuk", 15),
        Column("planned_money", "Rencana", Unit.RUPIAH, "Dana", 15, adds=False),
        Column("careful_money", "Hati-hati", Unit.RUPIAH, "Dana", 15, adds=False),
        Column("needed", "Kebutuhan", Unit.RUPIAH, width=15, adds=False),
        Column("planned_left", "Rencana", Unit.RUPIAH, "Sisa (kurang)", 15, adds=False),
        Column("careful_left", "Hati-hati", Unit.RUPIAH, "Sisa (kurang)", 15, adds=False),
    )
    parts = tuple(
        Part(w.product.code, w.product.name, (Section(w.product.code, "", _month_rows(w)),))
        for w in lists
        if w.loans or w.balance or any(month.planned for month in w.months)
    )
    return Report(
        name="waiting-funds",
        title="Dana terhadap Daftar Tunggu",
        office=OfficeName.of(question.office),
        period_from=question.period.start,
        as_of=question.period.end,
        period=question.period.label,
        columns=columns,
        parts=parts,
        totals=month_totals(lists),
        rule=_money_rules(lists),
        part_label="Produk",
    )


def _month_rows(waiting: WaitingList) -> tuple[Row, ...]:
    now, money = f"per {format_date(waiting.as_of)}", waiting.money
    rows = [_month_row(waiting, "now", now, 0, 0, money, money)]
    for month in waiting.months:
        rows.append(
            _month_row(
                waiting, f"{month.start:%Y-%m}", format_month(month.start), month.planned,
                month.careful, month.planned_money, month.careful_money,
            )
        )  # fmt: skip
    return tuple(rows)


def _month_row(waiting, key, label, planned, careful, planned_money, careful_money) -> Row:
    values = {
        "month": label,
        "planned": planned,
        "careful": careful,
        "planned_money": planned_money,
        "careful_money": careful_money,
        "needed": waiting.needed,
        "planned_left": planned_money - waiting.needed,
        "careful_left": careful_money - waiting.needed,
    }
    return Row(f"{waiting.product.code}/{key}", values)


def month_totals(lists: Iterable[WaitingList]) -> dict[str, int]:
    """Money and need of each product that is waited for, by month: what the chart is drawn of."""
    totals = {}
    for waiting in lists:
        code = waiting.product.code
        if waiting.loans:
            totals[f"needed/{code}"] = waiting.needed
            for month in waiting.months:
                totals[f"money/{code}/{month.start:%Y-%m}"] = month.planned_money
                totals[f"careful/{code}/{month.start:%Y-%m}"] = month.careful_money
    return totals


def build_proposals(question: Question) -> Report:
    """Proposals of the period, and older ones that are still open at its end."""
    start, end = question.period.start, question.period.end
    columns = (
        NUMBER, NAME, ADDRESS,
        Column("proposed_on", "Tgl proposal", Unit.DATE, width=11),
        PROPOSED, LAST_LOAN, VERIFIED,
        Column("state", "Keadaan", width=16),
    )  # fmt: skip
    states = _states(question, end)
    asked = question.loans.filter(proposed_on__lte=end).filter(
        Q(proposed_on__gte=start) | Q(pk__in=[pk for pk, s in states.items() if s in Loan.OPEN])
    )
    loans = list(asked.select_related("group__village", "product"))
    amounts = _amounts(loans, end)
    sections: dict[str, list[Section]] = defaultdict(list)
    for loan in loans:
        state = Loan.Status(states[loan.pk]).label if loan.pk in states else ""
        sections[loan.product.code].append(_proposal(loan, state, amounts, columns))
    parts = tuple(_part(code, code, found, columns) for code, found in sections.items())
    rule = Rule(
        "listed",
        "Usulan yang dimuat",
        f"yang diajukan sejak {format_date(start)}, dan yang lebih lama bila pada tanggal laporan "
        "belum cair dan tidak ditolak",
    )
    return report_of(
        question, "proposals", "Rekap Pengajuan Proposal", columns, parts, **PLACES, rule=(rule,),
        totals={"loans": len(loans)},
    )  # fmt: skip


def _proposal(loan: Loan, state: str, amounts: _Amounts, columns: tuple) -> Section:
    rows = [
        Row(
            f"{loan.code}/{n}",
            {"no": n, **_only(columns, amounts.values(loan, person)),
             "proposed_on": loan.proposed_on, "state": state},
            link=("loan", loan.pk),
        )
        for n, person in enumerate(amounts.people[loan.pk], start=1)
    ]  # fmt: skip
    title = f"{loan.group.name}, {loan.group.village.name}, {loan.code}"
    subtotal = total_row(loan.code, "Jumlah", rows, columns, kind=Kind.SUBTOTAL)
    return Section(loan.code, title, tuple(rows), subtotal)


def _only(columns: Iterable[Column], values: Values) -> Values:
    keys = {column.key for column in columns}
    return {key: value for key, value in values.items() if key in keys}


def _states(question: Question, as_of: date) -> dict[int, str]:
    """What each loan that was asked for by the day was at its end, by id."""
    steps = LoanStep.objects.filter(loan__in=question.loans.order_by(), happened_on__lte=as_of)
    return dict(steps.order_by("happened_on", "id").values_list("loan_id", "to_status"))


def _amounts(loans: list[Loan], as_of: date) -> _Amounts:
    """Amounts of every step, members, and their loans before; a constant number of queries."""
    ids = [loan.pk for loan in loans]
    steps, people = {}, defaultdict(dict)
    given = StepShare.objects.filter(step__loan__in=ids, step__happened_on__lte=as_of)
    for share in given.select_related("step", "person").order_by("step_id", "id"):
        steps[share.step.loan_id, share.step.to_status, share.person_id] = share.amount
        people[share.step.loan_id][share.person_id] = share.person
    split = {loan_id for loan_id, status, _ in steps if status == W}
    for share in Share.objects.filter(loan__in=ids).select_related("person").order_by("pk"):
        people[share.loan_id].setdefault(share.person_id, share.person)
        if share.loan_id not in split:  # entered before steps kept their amounts
            steps[share.loan_id, W, share.person_id] = share.principal
    members = {person_id for found in people.values() for person_id in found}
    return _Amounts(
        steps,
        defaultdict(list, {pk: list(found.values()) for pk, found in people.items()}),
        _last_loans(members, ids, as_of),
    )


def _last_loans(
    people: Iterable[int], waiting: Iterable[int], as_of: date
) -> dict[tuple[int, int], tuple[int, int]]:
    """Share and verified amount in each person's last loan, by product and person."""
    lent = Loan.objects.disbursed_by(as_of).exclude(pk__in=list(waiting))
    shares = Share.objects.filter(person__in=list(people), loan__in=lent.order_by().values("pk"))
    verified = {
        (loan_id, person_id): amount
        for loan_id, person_id, amount in StepShare.objects.filter(
            step__loan__in=shares.order_by().values("loan"), step__to_status=V,
            person__in=list(people),
        ).order_by("step_id").values_list("step__loan_id", "person_id", "amount")
    }  # fmt: skip
    rows = shares.order_by("loan__disbursed_on", "pk").values_list(
        "loan__product_id", "person_id", "loan_id", "principal"
    )
    return {
        (product_id, person_id): (principal, verified.get((loan_id, person_id), 0))
        for product_id, person_id, loan_id, principal in rows
    }
