"""Why a loan can't go ahead: every reason at once, as values.

Two kinds. ``input_problems`` are faults of what was entered and stop every step. What stands in
the group's or a member's way (``standing_problems``: an unsettled loan, arrears, a written-off
loan, the ceiling, a NIK in another loan) is shown from the proposal on and stops the approval:
a group may propose while it pays the last instalments of the loan before [chosen].
"""

from collections.abc import Sequence
from datetime import date

from django.db import models

from groups.models import Group, Membership
from loans.lifecycle import may_follow
from loans.limits import ceiling_problems, limit_problems, rounds_per_member
from loans.models import Loan, LoanStep, Product, Repayment, Share
from loans.portfolio import portfolio
from loans.reasons import Problem
from loans.schedule import InvalidTerms, build_schedule
from loans.shares import CellTooSmall, member_schedule
from loans.terms_words import TERMS_LABELS, terms_sentence
from upk.money import rupiah
from upk.offices.models import Office, Person
from upk.periods import format_date, today
from upk.prepared import Prepared

UNSETTLED = (*Loan.OPEN, Loan.Status.ACTIVE)
BINDING = (Loan.Status.WAITING, Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF)
"""A share in such a loan keeps a member from another; one that is only asked for doesn't."""


# Asked at every step of every loan.
_open_requests = Prepared(
    lambda group, product: Loan.objects.filter(
        group=group, product=product, status__in=Loan.OPEN
    ).values_list("pk", "code", "status"),
    models.BigIntegerField(),
)
_members = Prepared(
    lambda group, on: Membership.objects.on(on).filter(group=group).values_list("person_id"),
    models.BigIntegerField(),
    models.DateField(),
)
_last_step = Prepared(
    lambda loan: LoanStep.objects.filter(loan=loan).order_by("-id").values_list("happened_on")[:1],
    models.BigIntegerField(),
)


_with_nik = Prepared(
    lambda *niks: Person.objects.filter(nik_digest__in=niks).values_list("pk"),
    models.CharField(),
)
_bound_shares = Prepared(
    lambda group, product, *people: (
        Share.objects.filter(person__id__in=people, loan__status__in=BINDING)
        .exclude(loan__group=group, loan__product=product)
        .order_by("loan__code")
        .select_related("loan__office", "person")
    ),
    models.BigIntegerField(),
)
_written_off_parts = Prepared(
    lambda *people: (
        Repayment.objects.filter(
            kind=Repayment.Kind.WRITTEN_OFF, person__id__in=people, reversed_by__isnull=True
        )
        .order_by("id")
        .select_related("person", "loan__office")
    ),
    models.BigIntegerField(),
)


def approval_problems(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    on: date,
    loan: Loan | None = None,
) -> list[Problem]:
    """Every reason against approving ``principal`` (whole rupiah). See the module.

    ``loan`` is the one that is asked for, once it is entered: it stands in nobody's way.
    """
    asked = {"principal": principal, "shares": shares, "on": on, "loan": loan}
    return [
        *input_problems(group, product, **asked),
        *standing_problems(
            group, product, [person for person, _ in shares], principal=principal, on=on, loan=loan
        ),
    ]


def input_problems(
    group: Group,
    product: Product,
    *,
    principal: int,
    shares: Sequence[tuple[Person, int]],
    on: date,
    loan: Loan | None = None,
) -> list[Problem]:
    """Faults of what is asked for: at any step, nothing can follow from it."""
    people = [person for person, _ in shares]
    return [
        *date_problems(group.office, on),
        *_group_problems(group, product, loan),
        *_amount_problems(principal, shares),
        *_member_problems(group, product, people, on),
        *limit_problems(group, product, principal, shares, on),
    ]


def standing_problems(
    group: Group,
    product: Product,
    people: Sequence[Person],
    *,
    principal: int,
    on: date,
    loan: Loan | None = None,
) -> list[Problem]:
    """What stands in the way of the group and its members as it is on that day."""
    own = loan.pk if loan else None
    same = _same_people(people)
    return [
        *_past_problems(group, product, on, own),
        *ceiling_problems(group, product, principal, on, loan=own),
        *_other_loan_problems(group, product, people, same),
        *_written_off_member_problems(group, same),
    ]


def step_problems(loan: Loan, to_status: str, on: date) -> list[Problem]:
    """Why the loan can't take this step on this day, whatever its amounts."""
    problems = date_problems(loan.office, on)
    if not may_follow(loan.status, to_status):
        status = loan.get_status_display().lower()
        wanted = Loan.Status(to_status).label.lower()
        text = f"Pinjaman {loan} sudah {status}, tidak dapat menjadi {wanted}."
        if loan.status == to_status:
            text = f"Pinjaman {loan} sudah {wanted}; langkah ini sudah dicatat."
        problems.append(Problem("status", text, loan_id=loan.pk))
    last = max(_last_step(loan.pk), default=None)
    if last and on < last[0]:
        problems.append(
            Problem("before_last_step", f"Langkah sebelumnya bertanggal {format_date(last[0])}.")
        )
    return problems


def terms_problems(loan: Loan, on: date) -> list[Problem]:
    """Why no schedule can be made of the loan's terms; empty when one can."""
    if loan.principal <= 0:
        return []  # said already, in better words
    if too_long := [
        TERMS_LABELS[name]
        for name in ("principal_every", "interest_every")
        if getattr(loan, name) > loan.tenor
    ]:
        text = "{} lebih panjang dari jangka. Isi 0 bila dibayar sekali di akhir."
        return [Problem("interval", text.format(label)) for label in too_long]
    try:
        build_schedule(loan.schedule_terms(disbursed_on=on))
    except InvalidTerms as error:
        return [Problem("terms", terms_sentence(error))]
    return []


def share_problems(loan: Loan, shares: Sequence[int], on: date) -> list[Problem]:
    """Why the members' schedules can't follow from the shares (domain.md 12, Members)."""
    if not shares or min(shares) < 1 or sum(shares) != loan.principal or terms_problems(loan, on):
        return []  # said already
    if rounds_per_member(loan.product, on):
        return []  # each member's own schedule, of any share
    try:
        member_schedule(loan.build_rows(on), shares)
    except CellTooSmall as error:
        return [share_too_small(shares[error.member])]
    return []


def share_too_small(share: int) -> Problem:
    """A share whose parts of the instalments would fall below whole rupiah."""
    return Problem(
        "share_too_small",
        f"Bagian {rupiah(share)} terlalu kecil untuk dibagi menjadi angsuran. Perbesar bagiannya.",
    )


def date_problems(office: Office, on: date) -> list[Problem]:
    if on > today(office):
        return [Problem("future", f"Tanggal {format_date(on)} belum tiba. Periksa tanggalnya.")]
    return []


def _group_problems(group: Group, product: Product, loan: Loan | None) -> list[Problem]:
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
    for pk, code, status in _open_requests(group.pk, product.pk):
        if loan is None or pk != loan.pk:
            label = Loan.Status(status).label.lower()
            text = f"Pengajuan {code} belum selesai ({label}). Lanjutkan atau tolak dahulu."
            problems.append(Problem("open_proposal", text, loan_id=pk))
    return problems


def _past_problems(group: Group, product: Product, on: date, own: int | None) -> list[Problem]:
    """The group's other loans: unsettled, written off, or in arrears on that day."""
    active, written_off = Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF
    others = Loan.objects.filter(group=group, status__in=(active, written_off)).exclude(pk=own)
    rows = list(others.values_list("pk", "code", "status", "product_id"))
    problems = [
        Problem("unsettled", f"Pinjaman {code} belum selesai (aktif).", loan_id=pk)
        for pk, code, status, of in rows
        if status == active and of == product.pk
    ]
    problems += [
        Problem("written_off", f"Pinjaman {code} kelompok ini pernah dihapus.", loan_id=pk)
        for pk, code, status, _ in rows
        if status == written_off
    ]
    # Of this product: unsettled anyway.
    if running := [pk for pk, _, status, of in rows if status == active and of != product.pk]:
        problems += [
            Problem(
                "arrears",
                f"Pinjaman {position.code} menunggak {rupiah(position.standing.arrears)}.",
                loan_id=position.loan_id,
            )
            for position in portfolio(group.office, Loan.objects.filter(pk__in=running), as_of=on)
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
    members = {person for (person,) in _members(group.pk, on)}
    for person in people:
        if person.pk not in members:
            problems.append(
                Problem("member", f"{person} bukan anggota kelompok ini.", person_id=person.pk)
            )
        if product.women_only and person.sex != Person.Sex.WOMAN:
            text = f"{person} bukan perempuan; {product.code} khusus perempuan."
            problems.append(Problem("sex", text, person_id=person.pk))
    twice = {p for p in people if people.count(p) > 1}
    problems += [
        Problem("twice", f"{person} tercantum lebih dari sekali.", person_id=person.pk)
        for person in twice
    ]
    return problems


def _other_loan_problems(
    group: Group, product: Product, people: Sequence[Person], same: Sequence[int]
) -> list[Problem]:
    """Members with a share in another loan, found by person and by NIK in every office.

    Source: domain.md 3, Blocks (identity cards reused without their owners' knowledge). Of
    another office nothing is told but that there is such a loan, and where to ask.
    """
    by_nik = {digest: person for person in people for digest in person.nik_digests}
    by_id = {p.pk: p for p in people}
    shares = _bound_shares(group.pk, product.pk, *same) if same else []
    found = {}
    for share in shares:
        person = by_id.get(share.person_id) or by_nik[share.person.nik_digest]
        problem = _other_loan_problem(person, group.office_id, share.loan)
        found.setdefault((person.pk, problem.message), problem)
    return list(found.values())


def _same_people(people: Sequence[Person]) -> list[int]:
    """Ids of the people and, in every office, of those with one of their NIKs."""
    digests = [digest for person in people for digest in person.nik_digests]
    same = {pk for (pk,) in _with_nik(*digests)} if digests else set()
    return sorted(same | {person.pk for person in people})


def _other_loan_problem(person: Person, office_id: int, loan: Loan) -> Problem:
    about = {"loan_id": loan.pk, "person_id": person.pk}
    if loan.office_id != office_id:
        return Problem(
            "other_office",
            f"NIK {person} tercantum dalam pinjaman di {loan.office}. "
            "Periksa KTP aslinya dan tanyakan ke kantor itu.",
            person_id=person.pk,
        )
    if loan.status == Loan.Status.WRITTEN_OFF:
        text = f"{person} ikut dalam pinjaman {loan} yang dihapus."
        return Problem("member_written_off", text, **about)
    text = f"{person} masih ikut dalam pinjaman {loan} yang belum lunas."
    return Problem("other_loan", text, **about)


def _written_off_member_problems(group: Group, same: Sequence[int]) -> list[Problem]:
    """Members whose own part of a loan was written off while the loan went on."""
    problems = []
    for part in _written_off_parts(*same) if same else []:
        about = {"person_id": part.person_id, "loan_id": part.loan_id}
        where = f"pinjaman {part.loan}"
        if part.office_id != group.office_id:  # of another office nothing more is told
            about, where = {}, f"sebuah pinjaman di {part.loan.office}"
        text = f"Bagian {part.person} dalam {where} pernah dihapus."
        problems.append(Problem("member_written_off", text, **about))
    return problems
