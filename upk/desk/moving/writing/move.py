"""``move_in``: everything of a clean workbook in one transaction, the cut-over day closed last."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from closing.services import close_through
from groups.models import Group
from loans.collectibility import ClassSet
from loans.models import Loan, Product, ProductTerms
from upk.assets.models import AssetClass
from upk.desk.moving.checks import check
from upk.desk.moving.content import Content
from upk.desk.moving.known import OPENING_ACCOUNT, Known, KnownAccount, KnownClass
from upk.desk.moving.models import MovedIn
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.writing import Moving, Writer
from upk.desk.moving.writing.books import write_accounts, write_balances, write_inventory
from upk.desk.moving.writing.goats import write_goats, write_populations
from upk.desk.moving.writing.grants import write_grants, write_phases
from upk.desk.moving.writing.households import write_aid, write_households
from upk.desk.moving.writing.lending import write_loans, write_products
from upk.desk.moving.writing.levies import write_levy_balances, write_levy_rules
from upk.desk.moving.writing.people import (
    write_groups,
    write_members,
    write_office,
    write_people,
    write_villages,
)
from upk.desk.moving.writing.upkeep import write_infrastructure
from upk.ledger.models import Account, Entry, PeriodChange
from upk.ledger.services import lock_office_alone
from upk.money import number
from upk.offices.models import Office, Person, User
from upk.periods import format_date, today
from upk.problems import Problem
from upk.refusing import raise_if_any
from upk.trail.events import Event
from upk.trail.services import record
from upk.trail.trailed import told_together

WRITERS: tuple[Writer, ...] = (
    write_office,
    write_villages,
    write_people,
    write_groups,
    write_members,
    write_accounts,
    write_products,
    write_loans,
    write_inventory,
    write_infrastructure,
    write_levy_rules,
    write_levy_balances,
    write_households,
    write_aid,
    write_goats,
    write_populations,
    write_phases,
    write_grants,
)
"""In this order, since later ones find what earlier ones made. Loans come before all else that is
posted; the balances, which bring the accounts to what the workbook says, after all of it."""

REASON = "Pindah ke Bergulir"


class NotClean(ValueError):
    """The workbook has problems; nothing was written."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = list(problems)


class AlreadyMoved(ValidationError):
    """This very file is in already: ``moved`` says when and by whom. Nothing was changed."""

    def __init__(self, moved: MovedIn) -> None:
        day = format_date(moved.moved_at.date())
        super().__init__(
            f"Berkas ini sudah ada: dipindahkan oleh {moved.moved_by_name} pada {day}. "
            "Tidak ada yang diubah.",
            code="already_moved",
        )
        self.moved = moved


def known_of(office: Office) -> Known:
    """What the office has, for the checks and the preview. A query for each kind of thing."""
    accounts = {
        a.code: KnownAccount(
            a.name, a.kind, a.fund, a.liquidity, a.is_header, a.is_active, a.subledger
        )
        for a in Account.objects.filter(office=office)
    }
    classes = AssetClass.objects.filter(office=office, is_active=True)
    products = Product.objects.filter(office=office)
    return Known(
        code=office.code,
        today=today(office),
        accounts=accounts,
        classes={
            c.name.casefold(): KnownClass(
                c.name, c.account.code, c.accumulated.code if c.accumulated else ""
            )
            for c in classes.select_related("account", "accumulated")
        },
        products=dict(products.values_list("code", "receivable__code")),
        villages=dict(office.villages.values_list("code", "name")),
        collectibility=_class_sets(products),
    )


def _class_sets(products: QuerySet[Product]) -> dict[str, ClassSet]:
    """The set of the newest terms, by the product's code."""
    terms = ProductTerms.objects.filter(product__in=products).order_by("since")
    terms = terms.select_related("product", "collectibility")
    return {row.product.code: row.collectibility.rule() for row in terms}


def reasons_against(office: Office) -> list[Problem]:
    """Why nothing can move into the office: it has something already."""
    found = []
    moved = MovedIn.objects.filter(office=office).first()
    if moved is not None:
        day = format_date(moved.moved_at.date())
        found.append(Problem("moved", f"Kantor ini sudah pindah pada {day}, dari {moved}."))
    counts = [
        (model.objects.filter(office=office).count(), word)
        for model, word in (
            (Entry, "jurnal"), (Loan, "pinjaman"), (Group, "kelompok"), (Person, "orang"),
        )
    ]  # fmt: skip
    if there := ", ".join(f"{number(count)} {word}" for count, word in counts if count):
        text = (
            f"Kantor ini sudah berisi {there}. Data lama hanya dapat masuk ke kantor yang masih "
            "kosong: pasang Bergulir baru, atau catat sisanya dengan tangan."
        )
        found.append(Problem("not_empty", text))
    if PeriodChange.objects.filter(office=office).exists():
        text = "Buku kantor ini sudah pernah ditutup. Data lama hanya masuk sebelum itu."
        found.append(Problem("closed", text))
    return found


@transaction.atomic
def move_in(
    office: Office,
    content: Content,
    *,
    by: User,
    sha256: str,
    file_name: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> MovedIn:
    """Write everything of a workbook, close its cut-over day, and keep whose file it was.

    ``sha256`` is that of the file; ``progress`` is told rows written and rows in all. All or
    nothing. Raises ``AlreadyMoved`` for the same file once more, ``ValidationError`` for an office
    that isn't empty, ``NotClean`` with every problem of the workbook.
    """
    office = lock_office_alone(office)
    if same := MovedIn.objects.filter(office=office, sha256=sha256).first():
        raise AlreadyMoved(same)
    raise_if_any(reasons_against(office))
    if problems := check(content, known_of(office)):
        raise NotClean(problems)
    [row] = content["office"]
    opening = Account.objects.get(office=office, code=OPENING_ACCOUNT)
    moving = Moving(office, content, row["cut_over"], by, opening, progress=progress)
    with told_together():
        for write in (*WRITERS, write_balances):
            write(moving)
    close_through(office, through=moving.cut_over, by=by, reason=REASON)
    record(
        event=Event.MOVED_IN, user=by, office=office, about=file_name,
        details={"rows": moving.total, "sha256": sha256},
    )  # fmt: skip
    return MovedIn.objects.create(
        office=office, sha256=sha256, file_name=file_name[:150], cut_over=moving.cut_over,
        from_history=False, row_count=moving.total, moved_by=by, moved_by_name=by.name,
    )  # fmt: skip
