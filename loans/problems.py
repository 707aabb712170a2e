"""Why a loan can't go ahead: every reason at once, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from groups.models import Group
from loans.models import Loan, Product, Share
from loans.portfolio import portfolio
from loans.schedule import InvalidTerms, build_schedule
from loans.shares import CellTooSmall, member_schedule
from upk.ledger.models import Account
from upk.money import number, rupiah
from upk.offices.models import Office, Person
from upk.periods import format_date, today

UNSETTLED = (Loan.Status.PROPOSED, Loan.Status.VERIFIED, Loan.Status.WAITING, Loan.Status.ACTIVE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``code`` is for programs, ``message`` for people."""

    code: str
    message: str


def raise_if_any(problems: Sequence[Problem]) -> None:
    """Raise one ``ValidationError`` that holds all ``problems``."""
    if problems:
        raise ValidationError([ValidationError(p.message, code=p.code) for p in problems])


def approval_problems(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    on: date,
) -> list[Problem]:
    """Reasons against entering a loan of ``principal`` (whole rupiah) as approved."""
    people = [person for person, _ in shares]
    return [
        *_date_problems(group.office, on),
        *_group_problems(group, product),
        *_past_problems(group, product, on),
        *_amount_problems(principal, shares),
        *_member_problems(group, product, people, on),
        *_other_loan_problems(group, product, people),
    ]


def disbursement_problems(loan: Loan, *, on: date, cash: Account) -> list[Problem]:
    """Reasons against paying ``loan`` out of ``cash`` on a day, but for the money itself."""
    problems = _date_problems(loan.office, on)
    if loan.status != Loan.Status.WAITING:
        problems.append(Problem("status", f"Pinjaman {loan} tidak sedang menunggu pencairan."))
    if on < loan.approved_on:
        approved = format_date(loan.approved_on)
        problems.append(
            Problem("before_approval", f"Pencairan tidak boleh sebelum persetujuan ({approved}).")
        )
    if loan.office.is_closed(on):
        closed = format_date(loan.office.books_closed_through)
        problems.append(
            Problem(
                "period_closed", f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."
            )
        )
    if cash.office_id != loan.office_id or not cash.liquidity:
        problems.append(Problem("account", "Pilih rekening kas atau bank."))
    elif cash.fund != Account.Fund.REVOLVING:
        problems.append(
            Problem(
                "fund",
                f"{cash.name} bukan dana bergulir, sehingga tidak dapat dipinjamkan. "
                "Pilih rekening lain.",
            )
        )
    return problems + terms_problems(loan, on)


TERMS_LABELS = {
    "principal": "Alokasi",
    "rate": "Jasa",
    "tenor": "Jangka",
    "principal_every": "Selang pokok",
    "interest_every": "Selang jasa",
    "grace": "Tenggang pokok",
    "step": "Pembulatan",
    "payment_day": "Tanggal angsuran",
    "cutoff_day": "Tanggal batas pencairan",
    "disbursed_on": "Tanggal pencairan",
}
TERMS_SENTENCES = {
    "too_small": "{label} paling sedikit {limit}.",
    "too_large": "{label} terlalu besar.",
    "grace_fills_tenor": "Tenggang pokok harus lebih pendek dari jangka.",
    "annuity_needs_no_grace": "Anuitas tidak dapat memakai tenggang. Kosongkan tenggang pokok.",
    "annuity_needs_equal_intervals": "Anuitas memerlukan selang pokok dan jasa yang sama.",
    "annuity_interval_must_divide_tenor": "Selang anuitas harus membagi habis jangka.",
}


def terms_problems(loan: Loan, on: date) -> list[Problem]:
    """Why no schedule can be made of the loan's terms; empty when one can."""
    if loan.principal <= 0:
        return []  # said already, in better words
    try:
        build_schedule(loan.schedule_terms(disbursed_on=on))
    except InvalidTerms as error:
        label = TERMS_LABELS.get(error.field, error.field)
        sentence = TERMS_SENTENCES.get(error.code, "{label} tidak dapat dipakai. Ubah isinya.")
        limit = None if error.limit is None else number(error.limit)
        return [Problem("terms", sentence.format(label=label, limit=limit))]
    return []


def share_problems(loan: Loan, shares: Sequence[int], on: date) -> list[Problem]:
    """Why the members' schedules can't follow from the shares (domain.md 12, Members)."""
    if not shares or min(shares) < 1 or sum(shares) != loan.principal or terms_problems(loan, on):
        return []  # said already
    try:
        member_schedule(build_schedule(loan.schedule_terms(disbursed_on=on)), shares)
    except CellTooSmall as error:
        amount = rupiah(shares[error.member])
        return [
            Problem(
                "share_too_small",
                f"Bagian {amount} terlalu kecil untuk dibagi menjadi angsuran. Perbesar bagiannya.",
            )
        ]
    return []


def _date_problems(office: Office, on: date) -> list[Problem]:
    if on > today(office):
        return [Problem("future", f"Tanggal {format_date(on)} belum tiba. Periksa tanggalnya.")]
    return []


def _group_problems(group: Group, product: Product) -> list[Problem]:
    problems = []
    if not group.is_active:
        problems.append(Problem("group_inactive", f"Kelompok {group} sudah tidak aktif."))
    if not product.is_active:
        problems.append(Problem("product_inactive", f"Produk {product} tidak dipakai lagi."))
    if group.office_id != product.office_id:
        problems.append(Problem("office", "Kelompok dan produk bukan dari kantor yang sama."))
    if group.category != product.category:
        problems.append(
            Problem(
                "category",
                f"Kelompok ini kelompok {group.category}, tidak dapat meminjam {product.code}.",
            )
        )
    unsettled = Loan.objects.filter(group=group, product=product, status__in=UNSETTLED).values_list(
        "code", "status"
    )
    for code, status in unsettled:
        label = Loan.Status(status).label.lower()
        problems.append(Problem("unsettled", f"Pinjaman {code} belum selesai ({label})."))
    return problems


def _past_problems(group: Group, product: Product, on: date) -> list[Problem]:
    """The group's other loans: written off, or in arrears on that day."""
    others = Loan.objects.filter(group=group)
    problems = [
        Problem("written_off", f"Pinjaman {code} kelompok ini pernah dihapus.")
        for code in others.filter(status=Loan.Status.WRITTEN_OFF).values_list("code", flat=True)
    ]
    running = others.active().exclude(product=product)  # of this product: unsettled anyway
    if running.exists():
        problems += [
            Problem(
                "arrears",
                f"Pinjaman {position.code} menunggak {rupiah(position.standing.arrears)}.",
            )
            for position in portfolio(group.office, running, as_of=on)
            if position.standing.is_late
        ]
    return problems


def _amount_problems(principal: int, shares: Sequence[tuple[Person, int]]) -> list[Problem]:
    problems = []
    if principal <= 0:
        problems.append(Problem("principal", "Alokasi harus lebih dari nol."))
    if any(amount <= 0 for _, amount in shares):
        problems.append(Problem("share", "Bagian setiap pemanfaat harus lebih dari nol."))
    if (total := sum(amount for _, amount in shares)) != principal:
        problems.append(
            Problem(
                "shares",
                f"Jumlah bagian pemanfaat {rupiah(total)} berbeda dari alokasi "
                f"{rupiah(principal)}. Selisih {rupiah(abs(principal - total))}.",
            )
        )
    return problems


def _member_problems(
    group: Group, product: Product, people: Sequence[Person], on: date
) -> list[Problem]:
    problems = []
    if not people:
        problems.append(Problem("members", "Belum ada pemanfaat."))
    members = set(group.memberships.on(on).values_list("person_id", flat=True))
    for person in people:
        if person.pk not in members:
            problems.append(Problem("member", f"{person} bukan anggota kelompok ini."))
        if product.women_only and person.sex != Person.Sex.WOMAN:
            problems.append(
                Problem("sex", f"{person} bukan perempuan; {product.code} khusus perempuan.")
            )
    twice = {p for p in people if people.count(p) > 1}
    problems += [Problem("twice", f"{person} tercantum lebih dari sekali.") for person in twice]
    return problems


def _other_loan_problems(group: Group, product: Product, people: Sequence[Person]) -> list[Problem]:
    """Members with a share in another loan, found by person and by NIK in every office.

    Source: domain.md 3, Blocks (identity cards reused without their owners' knowledge). Of
    another office nothing is told but that there is such a loan.
    """
    by_nik = {p.nik_digest: p for p in people if p.nik_digest}
    by_id = {p.pk: p for p in people}
    # People first: with both conditions on the shares, every share ever made would be read.
    same = Person.objects.filter(Q(pk__in=list(by_id)) | Q(nik_digest__in=list(by_nik)))
    shares = (
        Share.objects.filter(
            person__in=same, loan__status__in=[*UNSETTLED, Loan.Status.WRITTEN_OFF]
        )
        .exclude(loan__group=group, loan__product=product)
        .order_by("loan__code")
        .values_list(
            "person_id", "person__nik_digest", "loan__office_id", "loan__code", "loan__status"
        )
    )
    found = {}
    for person_id, nik, office_id, code, status in shares:
        person = by_id.get(person_id) or by_nik[nik]
        problem = _other_loan_problem(person, office_id == group.office_id, code, status)
        found.setdefault((person.pk, problem.message), problem)
    return list(found.values())


def _other_loan_problem(person: Person, is_own: bool, code: str, status: str) -> Problem:
    if not is_own:
        return Problem(
            "other_office",
            f"NIK {person} tercantum dalam pinjaman di kantor lain. "
            "Periksa KTP aslinya dan tanyakan kepada yang bersangkutan.",
        )
    if status == Loan.Status.WRITTEN_OFF:
        return Problem("member_written_off", f"{person} ikut dalam pinjaman {code} yang dihapus.")
    return Problem("other_loan", f"{person} masih ikut dalam pinjaman {code} yang belum lunas.")
