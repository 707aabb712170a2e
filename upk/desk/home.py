"""What each role sees first: the figures of the dashboard as cards, charts and short lists."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from loans.collection import is_pressing, newest, promises_of
from loans.promises import State
from oversight.records import count_for
from reports.dashboard import Dashboard
from reports.models import IssuedAnswer, IssuedReport
from upk.access import NEEDS_SECOND_FACTOR, STAFF, Role
from upk.cash.counts import missing_counts
from upk.charts import line_chart, stacked_share
from upk.desk.moving.writing.move import reasons_against
from upk.desk.privacy.due import due_people
from upk.ledger.models import Account
from upk.money import number, rupiah
from upk.offices.models import User
from upk.templatetags.money import percent

ROWS_SHOWN = 8
KEEP_CASH = (Role.MANAGER, Role.TREASURER)
PROMISE_READERS = (Role.MANAGER, Role.TREASURER, Role.FACILITATOR)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the list that it is the sum of."""

    label: str
    value: str
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A step for an office that has no loans yet."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CodeAdvice:
    """To set a second factor up: ``since`` is the day from which on it is demanded, if any."""

    since: date | None


def code_advice(user: User) -> CodeAdvice | None:
    """What to say of the second factor to somebody of an office who has none; no query.

    Whoever will need one is told before that day; where none is demanded the manager is, unless
    the office is there to practise.
    """
    since = user.office.second_factor_from
    if user.second_factor_since or user.role not in NEEDS_SECOND_FACTOR:
        return None
    if since is None and user.office.practice_date:
        return None
    return CodeAdvice(since) if since or user.role == Role.MANAGER else None


def address(url_name: str, *args, **query) -> str:
    """The page's address with a query string; empty if this installation hasn't the page."""
    try:
        url = reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
    return url + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def figures(board: Dashboard) -> list[Figure]:
    """Outstanding per product, arrears, repayment rate, NPL, due this week."""
    cards = [
        Figure(
            f"Saldo pinjaman {product.code}",
            rupiah(product.outstanding),
            address("reports:report", "active-loans", produk=product.product_id),
            f"{number(product.loans)} pinjaman",
        )
        for product in board.products
    ]
    if len(board.products) != 1:
        url = address("reports:report", "active-loans")
        note = f"{number(board.loans)} pinjaman"
        cards.insert(0, Figure("Saldo pinjaman", rupiah(board.outstanding), url, note))
    return [
        *cards,
        Figure(
            "Tunggakan",
            rupiah(board.arrears),
            address("reports:report", "arrears"),
            f"{number(board.late_loans)} pinjaman, juga yang jatuh tempo hari ini",
            "danger" if board.arrears else "",
        ),
        Figure(
            "Tingkat pengembalian",
            percent(board.repayment_rate),
            address("reports:report", "lpp"),
            "realisasi dibagi target pokok",
        ),
        Figure(
            "NPL",
            percent(board.npl),
            address("reports:report", "provision"),
            f"{rupiah(board.npl_outstanding)} bermasalah",
        ),
        Figure(
            "Jatuh tempo 7 hari",
            rupiah(board.due_amount),
            address("desk:due-list"),
            f"{number(len(board.due))} angsuran",
        ),
    ]


def promise_figures(board: Dashboard, user: User) -> list[Figure]:
    """Promises of late loans that are due today and that were broken: what is still missing.

    The newest promise of a loan counts; two queries. Nothing where there is no such promise.
    """
    if user.role not in PROMISE_READERS:
        return []
    late = [position.loan_id for position in board.worst if position.standing.is_late]
    found = [newest(made) for made in promises_of(late, board.as_of).values()]
    figures = []
    for state, label, key, tone in (
        (State.DUE, "Janji bayar hari ini", "hari-ini", ""),
        (State.BROKEN, "Janji bayar lewat", "lewat", "danger"),
    ):
        pressing = [promise for promise in found if is_pressing(promise, state)]
        if pressing:
            amount = rupiah(sum(promise.outcome.left for promise in pressing))
            url = address("loans:arrears-work", janji=key)
            note = f"{number(len(pressing))} janji"
            figures.append(Figure(label, amount, url, note, tone))
    return figures


def finding_figures(user: User, on: date) -> list[Figure]:
    """Findings of the supervisor that aren't settled: all to manager and supervisor, to others
    those that their role must answer. One query; nothing where there are none."""
    count = count_for(user, on)
    if not count.unsettled:
        return []
    late = f"{number(count.overdue)} lewat batas" if count.overdue else ""
    answered = f"{number(count.answered)} sudah dijawab" if count.answered else ""
    note = ", ".join(filter(None, [late, answered]))
    url = address("oversight:finding-list")
    tone = "danger" if count.overdue else ""
    return [Figure("Temuan belum selesai", number(count.unsettled), url, note, tone)]


def past_retention(user: User, on: date) -> int:
    """How many people's data should go by the office's rule; for the manager. One query without
    a rule."""
    return len(due_people(user.office, on)) if user.role == Role.MANAGER else 0


def uncounted_cash(user: User, on: date) -> list[Account]:
    """Cash boxes that those who keep the cash should still count on that day; three queries."""
    return missing_counts(user.office, on) if user.role in KEEP_CASH else []


def returned_reports(user: User) -> list[IssuedReport]:
    """Issued quarters that the district returned and that wait for a revision; for the manager.

    One query.
    """
    if user.role != Role.MANAGER:
        return []
    newest = IssuedReport.objects.visible_to(user).newest().with_answer().defer("value")
    return list(newest.filter(answer=IssuedAnswer.Kind.RETURNED).order_by("year", "quarter"))


def charts(board: Dashboard) -> dict[str, str]:
    """SVG of the last twelve months and of the classes."""
    months = line_chart(
        "Target dan realisasi angsuran, 12 bulan terakhir",
        [month.label for month in board.months],
        [
            ("Target", [month.target for month in board.months]),
            ("Realisasi", [month.realised for month in board.months]),
        ],
    )
    return {
        "months": months,
        "classes": stacked_share("Saldo menurut kolektibilitas", board.classes),
    }


def first_steps(user: User) -> list[Start]:
    """How an office with no loans begins; only steps that the user may take."""
    steps = [
        Start("Lengkapi desa dan penanggung jawabnya", address("offices:village-list")),
        Start("Atur produk pinjaman (SPP, UEP)", address("loans:product-list")),
        Start("Daftarkan kelompok dan anggotanya", address("groups:group-list")),
        Start("Catat usulan pinjaman sampai disetujui, lalu cairkan", address("loans:loan-list")),
    ]
    return [step for step in steps if step.url] if user.role in STAFF else []


def may_move_in(user: User) -> bool:
    """Whether the manager may still bring old books in; a few queries for managers alone."""
    return user.role == Role.MANAGER and not reasons_against(user.office)
