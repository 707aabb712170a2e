"""Plain functions that make rows; every argument has a default, a test names what it is about.

Money rows are made by the services alone, as in the product.
"""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from groups.models import Category, Group, Membership
from loans.collectibility import PNPM
from loans.models import CollectibilitySet, Loan, Product, Repayment
from loans.proposals import approve_loan, propose_loan, verify_loan
from loans.repayments import PaymentRow, Sheet, record_repayments
from loans.services import disburse_loan
from loans.setup import add_product, add_terms, create_class_set
from upk.access import Role
from upk.ledger.models import Account
from upk.ledger.services import Move, copy_chart, post_entry
from upk.offices.models import Assignment, Decision, District, Office, Person, User, Village
from upk.offices.services import record_decision

_numbers = count(1)
PASSWORD = "kambing-bergulir-527"
TODAY = date(2010, 2, 15)
BEGINNING = date(2003, 1, 1)


def create_district(**fields) -> District:
    n = next(_numbers)
    return District.objects.create(
        **{"code": f"KAB{n}", "name": f"Kabupaten {n}", "province": "Jawa Tengah", **fields}
    )


def create_office(**fields) -> Office:
    """An office with its chart of accounts; its "today" is ``TODAY``."""
    n = next(_numbers)
    fields.setdefault("district", None)
    fields["district"] = fields["district"] or create_district()
    office = Office.objects.create(
        **{
            "code": f"UPK{n}",
            "name": f"UPK {n}",
            "subdistrict": f"Kecamatan {n}",
            "practice_date": TODAY,
            **fields,
        }
    )
    copy_chart(office)
    return office


def create_user(role: str = Role.MANAGER, office: Office | None = None, **fields) -> User:
    n = next(_numbers)
    if role == Role.DISTRICT:
        place = {"district": fields.pop("district", None) or create_district()}
    else:
        place = {"office": office or create_office()}
    return User.objects.create_user(
        **{"username": f"u{n}", "password": PASSWORD, "name": f"Pengguna {n}", "role": role}
        | place
        | fields
    )


def create_village(office: Office | None = None, **fields) -> Village:
    n = next(_numbers)
    return Village.objects.create(
        **{"office": office or create_office(), "code": f"D{n}", "name": f"Desa {n}", **fields}
    )


def assign(user: User, village: Village, since: date = BEGINNING, until=None) -> Assignment:
    return Assignment.objects.create(user=user, village=village, since=since, until=until)


def create_person(village: Village | None = None, *, nik: str = "", kk: str = "", **fields):
    n = next(_numbers)
    village = village or create_village()
    person = Person(
        **{"office": village.office, "village": village, "name": f"Warga {n}", "sex": "P"} | fields
    )
    person.set_identity(nik=nik, kk=kk)
    person.save()
    return person


def create_group(
    village: Village | None = None, *, member_count: int = 5, since: date = BEGINNING, **fields
) -> Group:
    """A group with ``member_count`` members ``since`` a day, the first three of them officers."""
    n = next(_numbers)
    village = village or create_village()
    group = Group.objects.create(
        **{
            "office": village.office,
            "village": village,
            "code": f"K{n}",
            "name": f"Kelompok {n}",
            "category": Category.SPP,
        }
        | fields
    )
    positions = ["chair", "secretary", "treasurer"] + ["member"] * member_count
    for position in positions[:member_count]:
        Membership.objects.create(
            group=group, person=create_person(village), position=position, since=since
        )
    return group


def account(office: Office, code: str) -> Account:
    return Account.objects.get(office=office, code=code)


def default_class_set(office: Office) -> CollectibilitySet:
    """The default class set of domain.md 4 as rows of the office."""
    found = CollectibilitySet.objects.filter(office=office, code=PNPM.code).first()
    return found or create_class_set(office, PNPM)


def create_product(office: Office | None = None, *, terms: dict | None = None, **fields) -> Product:
    """SPP with flat 1,5% over 10 months, rounded to Rp 500, unless told otherwise."""
    office = office or create_office()
    code = fields.pop("code", "SPP")
    last = {"SPP": "01", "UEP": "02"}.get(code, "03")
    penalty = {"SPP": "04", "UEP": "05"}.get(code, "06")
    product = add_product(
        office,
        **{
            "code": code,
            "name": code,
            "category": code if code in ("SPP", "UEP") else Category.OTHER,
            "women_only": code == "SPP",
            "receivable": account(office, f"1.1.03.{last}"),
            "interest_income": account(office, f"4.1.01.{last}"),
            "penalty_income": account(office, f"4.1.01.{penalty}"),
            "cash": account(office, "1.1.01.06" if code == "UEP" else "1.1.01.04"),
        }
        | fields,
    )
    add_terms(
        product,
        **{
            "since": BEGINNING,
            "collectibility": default_class_set(office),
            "rate": Decimal("1.5"),
            "tenor": 10,
            "rounding_step": 500,
        }
        | (terms or {}),
    )
    return product


def put_money_in(account: Account, amount: int, *, on: date = BEGINNING, by: User) -> None:
    """Capital paid into a cash or bank account."""
    capital = Account.objects.get(office=account.office, code="3.1.01.01")
    post_entry(
        account.office, happened_on=on, memo="Modal", moves=[Move(account, capital, amount)], by=by
    )


def even_shares(group: Group, principal: int) -> list[tuple[Person, int]]:
    """``principal`` shared evenly by the group's members; the first takes the remainder."""
    people = [m.person for m in group.memberships.open().select_related("person")]
    share = principal // len(people)
    return [(people[0], principal - share * (len(people) - 1)), *((p, share) for p in people[1:])]


def approver(office: Office) -> User:
    """Somebody who approves loans and pays none out."""
    name = f"penyetuju-{office.pk}"
    found = User.objects.filter(office=office, username=name).first()
    return found or create_user(Role.SECRETARY, office, username=name)


def cashier(office: Office) -> User | None:
    """Somebody who pays loans out and approved none, if there is one."""
    return User.objects.filter(office=office).exclude(pk=approver(office).pk).first()


def create_decision(office: Office, *, decided_on: date = TODAY, **fields) -> Decision:
    """A decision of the MAD."""
    return record_decision(
        office, **{"body": "MAD", "number": "BA/MAD/1", "decided_on": decided_on, **fields}
    )


def create_proposal(
    group: Group | None = None,
    product: Product | None = None,
    *,
    principal: int = 10_000_000,
    proposed_on: date = TODAY,
    by: User | None = None,
    **fields,
) -> Loan:
    """A proposal shared evenly by the group's members."""
    group = group or create_group()
    office = group.office
    product = product or Product.objects.filter(office=office, category=group.category).first()
    product = product or create_product(office, code=group.category)
    shares = fields.pop("shares", None) or even_shares(group, principal)
    return propose_loan(
        group, product, principal=principal, shares=shares, proposed_on=proposed_on,
        by=by or approver(office), **fields,
    )  # fmt: skip


def shares_of(loan: Loan) -> list[tuple[Person, int]]:
    """The loan's members and amounts, as the services take them."""
    return [(s.person, s.principal) for s in loan.shares.select_related("person")]


def advance(loan: Loan, *, on: date | None = None, by: User | None = None, decision=None) -> Loan:
    """One step on with the same amounts: verified, then approved by a decision of the MAD."""
    step = verify_loan if loan.status == Loan.Status.PROPOSED else approve_loan
    if step is approve_loan and decision is None:
        decision = create_decision(loan.office, decided_on=on or loan.proposed_on)
    return step(
        loan, principal=loan.principal, shares=shares_of(loan), on=on or loan.proposed_on,
        by=by or approver(loan.office), decision=decision,
    )  # fmt: skip


def create_loan(
    group: Group | None = None,
    product: Product | None = None,
    *,
    principal: int = 10_000_000,
    disbursed_on: date | None = date(2009, 8, 10),
    by: User | None = None,
    **fields,
) -> Loan:
    """A loan shared evenly by the group's members, disbursed unless ``disbursed_on`` is None."""
    group = group or create_group()
    office = group.office
    by = by or cashier(office) or create_user(office=office)
    approved_on = fields.pop("approved_on", disbursed_on or TODAY)
    loan = create_proposal(group, product, principal=principal, proposed_on=approved_on, **fields)
    loan = advance(advance(loan))
    if disbursed_on is None:
        return loan
    product = loan.product
    put_money_in(product.cash, principal, on=disbursed_on, by=by)
    return disburse_loan(
        loan, disbursed_on=disbursed_on, cash=product.cash, request_key=uuid4(), by=by
    )


def pay(
    loan: Loan,
    amount: int = 1_150_000,
    *,
    on: date = TODAY,
    by: User | None = None,
    request_key: UUID | None = None,
    **row,
) -> Repayment:
    """One receipt for the loan; ``row`` goes into its ``PaymentRow``."""
    by = by or cashier(loan.office)
    sheet = Sheet(
        paid_on=on,
        cash=loan.product.cash,
        rows=[PaymentRow(loan.pk, amount, **row)],
        request_key=request_key or uuid4(),
    )
    return record_repayments(loan.office, sheet, by=by)[0]
