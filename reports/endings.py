"""Lists of loans that ended: settled, written off (with what came in later), rescheduled.

What was undone up to the period's end isn't listed; what is undone later still is, so that the same
question about a closed quarter keeps its answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from loans.models import Loan, LoanQuerySet, LoanStep, Recovery, Repayment
from loans.portfolio import Position, portfolio
from loans.relieving import WRITE_OFFS
from reports.grouping import Values, parts_by_village, report_of
from reports.loan_lists import PLACES
from reports.lpp import loan_name, terms
from reports.question import Question
from reports.value import NUMBER, Column, Report, Rule, Unit

NAME = Column("name", "Kelompok – No. Pinjaman", width=32)
DISBURSED = Column("disbursed_on", "Tgl cair", Unit.DATE, width=11)
TERMS = Column("terms", "T/S", width=8)
PRINCIPAL = Column("principal", "Alokasi", Unit.RUPIAH, width=15)
DECISION = Column("decision", "Keputusan", width=22)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list, placed as its loan is (see ``reports.grouping``)."""

    code: str
    loan_id: int
    product_code: str
    village_id: int
    village_name: str
    values: Values

    @classmethod
    def of(cls, position: Position, values: Values, suffix: str = "") -> "Listed":
        """A row of that loan; ``suffix`` makes its key unlike those of the loan's other rows."""
        return cls(
            f"{position.code}{suffix}",
            position.loan_id,
            position.product_code,
            position.village_id,
            position.village_name,
            values,
        )


def _list(
    question: Question,
    name: str,
    title: str,
    columns: Sequence[Column],
    listed: Iterable[Listed],
    rule: Rule,
    **totals: int,
) -> Report:
    listed = list(listed)
    parts = parts_by_village(question, listed, columns, lambda row: row.values)
    return report_of(
        question, name, title, columns, parts, rule=(rule,), **PLACES,
        totals={"rows": len(listed), **totals},
    )  # fmt: skip


def _positions(question: Question, loans: LoanQuerySet) -> list[Position]:
    start, end = question.period.start, question.period.end
    return portfolio(question.office, loans, as_of=end, since=start)


def last_steps(question: Question, status: str) -> dict[int, LoanStep]:
    """The steps within the period by which loans came to ``status`` and stayed, by loan id."""
    start, end = question.period.start, question.period.end
    last: dict[int, LoanStep] = {}
    steps = LoanStep.objects.filter(loan__in=question.loans.order_by(), happened_on__lte=end)
    touched = steps.filter(to_status=status, happened_on__gte=start).values("loan")
    for step in steps.filter(loan__in=touched).order_by("happened_on", "id"):
        last[step.loan_id] = step
    return {
        pk: step
        for pk, step in last.items()
        if step.to_status == status and step.happened_on >= start
    }


def standing_reliefs(question: Question, kinds: Sequence[str]) -> QuerySet[Repayment]:
    """Reliefs up to the period's end that weren't taken back by then, oldest first."""
    end = question.period.end
    undone = Repayment.objects.filter(reverses=OuterRef("pk"), paid_on__lte=end)
    reliefs = Repayment.objects.filter(loan__in=question.loans.order_by(), kind__in=kinds)
    return (
        reliefs.until(end)
        .exclude(Exists(undone))
        .select_related("decision")
        .order_by("paid_on", "id")
    )


def build_settled(question: Question) -> Report:
    """Loans that were settled within the period and are so at its end."""
    columns = (
        NUMBER, NAME, DISBURSED,
        Column("settled_on", "Tgl lunas", Unit.DATE, width=11),
        TERMS, PRINCIPAL,
        Column("paid_principal", "Pokok", Unit.RUPIAH, "Dibayar", 15),
        Column("paid_interest", "Jasa", Unit.RUPIAH, "Dibayar", 14),
        Column("relieved_principal", "Pokok", Unit.RUPIAH, "Tidak ditagih", 14),
        Column("waived", "Jasa", Unit.RUPIAH, "Tidak ditagih", 14),
    )  # fmt: skip
    steps = last_steps(question, Loan.Status.SETTLED)
    relieved: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    events = Repayment.objects.filter(loan__in=list(steps), is_payment=False)
    for pk, *amounts in events.until(question.period.end).values_list(
        "loan_id", "principal", "interest"
    ):
        relieved[pk][0] += amounts[0]
        relieved[pk][1] += amounts[1]
    listed = [
        Listed.of(
            position,
            {
                **_common(position),
                "settled_on": steps[position.loan_id].happened_on,
                "paid_principal": position.standing.paid_principal,
                "paid_interest": position.standing.paid_interest,
                "relieved_principal": relieved[position.loan_id][0],
                "waived": relieved[position.loan_id][1],
            },
        )
        for position in _positions(question, question.loans.filter(pk__in=list(steps)))
    ]
    rule = Rule("listed", "Pinjaman yang dimuat", "yang lunas dalam periode ini")
    return _list(question, "settled", "Daftar Pinjaman Lunas", columns, listed, rule)


def _common(position: Position) -> Values:
    return {
        "name": loan_name(position),
        "disbursed_on": position.disbursed_on,
        "terms": terms(position),
        "principal": position.principal,
    }


def build_write_offs(question: Question) -> Report:
    """All that was written off up to the period's end, with what has come in for it since."""
    _, within, through = question.period.heads
    columns = (
        NUMBER, NAME, DISBURSED,
        Column("written_off_on", "Tgl hapus", Unit.DATE, width=11),
        PRINCIPAL,
        Column("written_off", "Jumlah penghapusan", Unit.RUPIAH, width=17),
        Column("recovered_within", within, Unit.RUPIAH, "Diterima kemudian", 15),
        Column("recovered", through, Unit.RUPIAH, "Diterima kemudian", 15),
        Column("left", "Belum tertagih", Unit.RUPIAH, width=15),
        Column("note", "Catatan", width=30),
    )  # fmt: skip
    start, end = question.period.start, question.period.end
    events = list(standing_reliefs(question, WRITE_OFFS))
    came_in = _came_in(events, start, end)
    of_loan: dict[int, list[Repayment]] = defaultdict(list)
    for event in events:
        of_loan[event.loan_id].append(event)
    listed = []
    for position in _positions(question, question.loans.filter(pk__in=list(of_loan))):
        for place, event in enumerate(of_loan[position.loan_id]):
            values = _write_off_values(position, event, *came_in[event.pk])
            # A loan's principal counts once, however many of its parts were written off.
            values["principal"] = 0 if place else position.principal
            listed.append(Listed.of(position, values, f"/{place}" if place else ""))
    rule = Rule(
        "listed",
        "Penghapusan yang dimuat",
        "semua yang dihapus s.d. tanggal laporan dan tidak dibatalkan, juga bagian seorang "
        "pemanfaat; yang diterima kemudian adalah pendapatan",
    )
    in_period = sum(event.principal for event in events if event.paid_on >= start)
    return _list(
        question, "write-offs", "Daftar Pinjaman Dihapus", columns, listed, rule,
        written_off_within=in_period,
    )  # fmt: skip


def _write_off_values(position: Position, event: Repayment, earlier: int, now: int) -> Values:
    return {
        **_common(position),
        "written_off_on": event.paid_on,
        "written_off": event.principal,
        "recovered_within": now,
        "recovered": earlier + now,
        "left": event.principal - earlier - now,
        "note": _note(event),
    }


def _note(event: Repayment) -> str:
    """What it was and by which decision; no names, since the list may be printed."""
    texts = [str(event.decision) if event.decision else ""]
    if event.kind == Repayment.Kind.DEATH:
        texts.insert(0, "pemanfaat meninggal")
    elif event.person_id:
        texts.insert(0, "bagian seorang pemanfaat")
    return ", ".join(filter(None, texts))


def _came_in(events: Sequence[Repayment], start: date, end: date) -> dict[int, tuple[int, int]]:
    """What came in for each write-off before the period and within it, by id. Whole rupiah."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = Recovery.objects.filter(write_off__in=[event.pk for event in events]).until(end)
    for write_off_id, paid_on, amount in rows.values_list("write_off_id", "paid_on", "amount"):
        sums[write_off_id][paid_on >= start] += amount
    return {event.pk: (sums[event.pk][0], sums[event.pk][1]) for event in events}


def build_rescheduled(question: Question) -> Report:
    """Loans that were rescheduled within the period, with the loans that took over."""
    columns = (
        NUMBER, NAME, DISBURSED,
        Column("rescheduled_on", "Tgl jadwal ulang", Unit.DATE, width=11),
        PRINCIPAL,
        Column("moved", "Pokok dipindahkan", Unit.RUPIAH, width=16),
        Column("carried", "Dibawa", Unit.RUPIAH, "Jasa belum dibayar", 14),
        Column("forgiven", "Dibebaskan", Unit.RUPIAH, "Jasa belum dibayar", 14),
        Column("new_code", "Pinjaman baru", width=16),
        Column("new_tenor", "Jangka baru", width=9),
        DECISION,
    )  # fmt: skip
    start = question.period.start
    events = {
        event.loan_id: event
        for event in standing_reliefs(question, [Repayment.Kind.RESCHEDULED])
        if event.paid_on >= start
    }
    successors = {
        (new.rescheduled_from_id, new.disbursed_on): new
        for new in Loan.objects.filter(rescheduled_from__in=list(events)).order_by("id")
    }
    listed = []
    for position in _positions(question, question.loans.filter(pk__in=list(events))):
        event = events[position.loan_id]
        new = successors[event.loan_id, event.paid_on]
        values = {
            **_common(position),
            "rescheduled_on": event.paid_on,
            "moved": event.principal,
            "carried": new.carried_interest,
            "forgiven": event.interest - new.carried_interest,
            "new_code": new.code,
            "new_tenor": terms(new),
            "decision": str(event.decision or ""),
        }
        listed.append(Listed.of(position, values))
    rule = Rule("listed", "Pinjaman yang dimuat", "yang dijadwal ulang dalam periode ini")
    return _list(question, "rescheduled", "Daftar Penjadwalan Ulang", columns, listed, rule)
