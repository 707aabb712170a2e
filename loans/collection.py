"""What the office does about arrears, read as of a date in a constant number of queries.

Which loans are late and how much is the rule of ``loans.arrears``; here stands beside it who is
responsible for the village on that day, the last payment, the last contact, what was promised and
the last letter. Late is stricter than in arrears: what is due today isn't late yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, QuerySet

from loans.collectibility import Basis, ClassSet
from loans.models import (
    ArrearsContact,
    ArrearsLetter,
    CollectionRules,
    Instalment,
    Loan,
    LoanQuerySet,
    Repayment,
)
from loans.portfolio import Position, class_sets, portfolio, running
from loans.promises import Outcome, State, outcomes
from loans.reliefs import reliefs_of
from loans.reminders import DEFAULT_TEXT
from loans.warning_rules import LateUnit, late_since
from upk.offices.models import Assignment, Office, User

UNITS = {Basis.MONTHS: "bulan", Basis.DAYS: "hari", Basis.INSTALMENTS: "kali angsuran"}
NOBODY = "Belum ada"


@dataclass(frozen=True, slots=True)
class Age:
    """A class of the office as the age of arrears: ``code`` in addresses, ``label`` for people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise with the loan and contact that it belongs to, as of a date."""

    contact: ArrearsContact
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A late loan with what was done about it."""

    position: Position
    age: Age
    responsible_id: int | None
    responsible: str
    last_paid_on: date | None
    contact: ArrearsContact | None
    promise: Followed | None
    letter: ArrearsLetter | None


def rules_in_force(office: Office, on: date) -> CollectionRules:
    """The office's rules on a day; our own (not saved) while it has none."""
    found = CollectionRules.objects.in_force(on).filter(office=office).first()
    return found or CollectionRules(
        office=office, since=on, unit=LateUnit.MONTHS.value, reminder=DEFAULT_TEXT
    )


def late_positions(office: Office, loans: LoanQuerySet, as_of: date) -> list[Position]:
    """Those of ``loans`` that are late at the end of ``as_of``, the longest first."""
    positions = portfolio(office, running(loans, since=as_of, as_of=as_of), as_of=as_of)
    late = [p for p in positions if p.standing.is_late]
    return sorted(late, key=lambda p: (-p.standing.days_in_arrears, p.code))


def work_list(user: User, as_of: date) -> list[WorkRow]:
    """Every late loan that the user may see, the longest late first."""
    office = user.office
    positions = late_positions(office, Loan.objects.visible_to(user), as_of)
    ids = [p.loan_id for p in positions]
    ages = _ages(class_sets(office, as_of))
    responsible = responsible_for(office, as_of)
    paid = _last_paid(ids, as_of)
    contacts = _last_by_loan(
        ArrearsContact.objects.standing().filter(loan__in=ids, happened_on__lte=as_of)
    )
    letters = _last_by_loan(ArrearsLetter.objects.standing_on(as_of).filter(loan__in=ids))
    promises = promises_of(ids, as_of)
    return [
        WorkRow(
            p,
            ages[p.product_id][p.rule.code],
            *responsible.get(p.village_id, (None, NOBODY)),
            paid.get(p.loan_id),
            contacts.get(p.loan_id),
            newest(promises.get(p.loan_id, ())),
            letters.get(p.loan_id),
        )
        for p in positions
    ]


def responsible_for(office: Office, on: date) -> dict[int, tuple[int, str]]:
    """Who is responsible for each village on a day: user's number and name, by village id."""
    rows = Assignment.objects.on(on).filter(village__office=office).order_by("since", "id")
    return {
        village: (user, name)
        for village, user, name in rows.values_list("village_id", "user_id", "user__name")
    }


def promises_of(loan_ids: Iterable[int], as_of: date) -> dict[int, list[Followed]]:
    """Promises that stand, with their outcome as of a date, by loan id, the oldest first.

    Two queries. Payments that were taken back up to ``as_of`` don't count.
    """
    contacts: dict[int, list[ArrearsContact]] = defaultdict(list)
    made = ArrearsContact.objects.standing().filter(
        loan__in=list(loan_ids), promised_on__isnull=False, happened_on__lte=as_of
    )
    for contact in made.order_by("happened_on", "id"):
        contacts[contact.loan_id].append(contact)
    payments: dict[int, list[tuple[date, int]]] = defaultdict(list)
    amount = F("principal") + F("interest") + F("penalty")
    rows = _payments_that_stand(as_of).filter(loan__in=list(contacts))
    for loan_id, *payment in rows.order_by().values_list("loan_id", "paid_on", amount):
        payments[loan_id].append(tuple(payment))
    return {
        loan_id: [
            Followed(contact, outcome)
            for contact, outcome in zip(
                made, outcomes([c.promise for c in made], payments[loan_id], as_of), strict=True
            )
        ]
        for loan_id, made in contacts.items()
    }


def newest(promises: Sequence[Followed]) -> Followed | None:
    """The promise that was made last; ``None`` without one."""
    return promises[-1] if promises else None


def collection_of(loan: Loan, as_of: date) -> dict:
    """All that was said and written about a loan, the newest first; four queries.

    ``contacts`` are lines with ``contact``, ``stands`` (nothing corrects it, it isn't cancelled)
    and ``promise`` (``None`` where nothing that stands was promised).
    """
    promises = {f.contact.pk: f for f in promises_of([loan.pk], as_of).get(loan.pk, ())}
    contacts = loan.contacts.select_related("made_by", "corrected_by")
    lines = [
        {
            "contact": contact,
            "stands": not hasattr(contact, "corrected_by")
            and contact.kind != ArrearsContact.Kind.VOID,
            "promise": promises.get(contact.pk),
        }
        for contact in contacts
    ]
    letters = list(loan.letters.select_related("submission", "made_by", "withdrawal"))
    return {"contacts": lines, "letters": letters}


def is_pressing(promise: Followed | None, state: State) -> bool:
    """Whether the newest promise of a late loan is in that state: due today, or broken."""
    return promise is not None and promise.outcome.state == state


def spells_of(positions: Iterable[Position], as_of: date) -> dict[int, date | None]:
    """The first day of each loan's spell of arrears, by loan id. Three queries."""
    disbursed = {p.loan_id: p.disbursed_on for p in positions}
    ids = list(disbursed)
    rows = _by_loan(Instalment.objects.filter(loan__in=ids).order_by("loan_id", "n"), "due_on")
    paid = Repayment.objects.filter(loan__in=ids).payments().until(as_of).order_by()
    payments = _by_loan(paid, "paid_on")
    reliefs = reliefs_of(ids, as_of)
    return {
        loan_id: late_since(day, rows[loan_id], payments[loan_id], as_of, reliefs.get(loan_id, ()))
        for loan_id, day in disbursed.items()
    }


def _by_loan(rows: QuerySet, day: str) -> Mapping[int, list[tuple[date, int, int]]]:
    found: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for loan_id, *row in rows.values_list("loan_id", day, "principal", "interest"):
        found[loan_id].append(tuple(row))
    return found


def _payments_that_stand(as_of: date) -> QuerySet:
    """Money that came in up to a day and wasn't taken back by then."""
    return (
        Repayment.objects.until(as_of)
        .filter(kind__in=Repayment.PAYMENTS)
        .exclude(reversed_by__paid_on__lte=as_of)
    )


def _last_paid(ids: Sequence[int], as_of: date) -> dict[int, date]:
    rows = _payments_that_stand(as_of).filter(loan__in=ids).order_by().values("loan_id")
    return dict(rows.annotate(last=Max("paid_on")).values_list("loan_id", "last"))


def _last_by_loan(rows: QuerySet) -> dict[int, ArrearsContact | ArrearsLetter]:
    """The newest row of each loan; ``rows`` are in their own order, the newest first."""
    found: dict[int, ArrearsContact | ArrearsLetter] = {}
    for row in rows:
        found.setdefault(row.loan_id, row)
    return found


def _ages(sets: Mapping[int, ClassSet]) -> dict[int, dict[str, Age]]:
    """The classes of each product as ages of arrears."""
    return {
        product: {rule.code: Age(rule.code, _age_label(rule, class_set.basis))
                  for rule in class_set.classes}
        for product, class_set in sets.items()
    }  # fmt: skip


def _age_label(rule, basis: Basis) -> str:
    unit = UNITS[basis]
    if rule.upper is None:
        return f"lebih dari {rule.lower - 1} {unit}"
    if rule.lower == rule.upper:
        return f"{rule.lower} {unit}"
    return f"{rule.lower}–{rule.upper} {unit}"
