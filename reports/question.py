"""What a report is asked about: which office, period and loans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from loans.models import Loan, LoanQuerySet, Product
from loans.portfolio import Position, portfolio, running
from reports.period import ReportPeriod
from upk.access import Role
from upk.ledger.models import Account
from upk.offices.models import Office, User, Village

PAPER_ORDER = (
    "-product__women_only", "product__code", "group__village__name", "group__code", "code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What a statement from the ledger may be asked besides.

    ``layout`` of the balance sheet (empty: the office's own), ``account`` of the ledger (none:
    all), ``after_closing``: a trial balance with the closing entry of the day's own year, ``year``
    of the grants' phase (none: all).
    """

    layout: str = ""
    account: Account | None = None
    after_closing: bool = False
    year: int | None = None


@dataclass(frozen=True)
class Question:
    """An office, a period, and the loans that it is about; ``scope`` says so in words."""

    office: Office
    period: ReportPeriod
    loans: LoanQuerySet
    scope: str = ""
    options: Options = Options()
    village_ids: tuple[int, ...] | None = None
    """The villages that it is narrowed to; ``None``: all of the office."""

    @classmethod
    def of(
        cls,
        office: Office,
        period: ReportPeriod,
        *,
        user: User | None = None,
        villages: Sequence[Village] = (),
        product: Product | None = None,
        options: Options | None = None,
    ) -> "Question":
        """The question of ``user`` (none: the whole office), narrowed to villages and a product.

        A facilitator's is limited to the villages of today; others that are asked for are left
        out. Asks for the villages at most once.
        """
        loans = Loan.objects.filter(office=office)
        if user is not None:
            loans = loans.visible_to(user)
            if user.role == Role.FACILITATOR:
                own = user.village_ids
                villages = [v for v in villages if v.pk in own] or list(
                    Village.objects.visible_to(user)
                )
        scope = []
        is_whole = not villages and (user is None or user.role != Role.FACILITATOR)
        if villages:
            loans = loans.filter(group__village__in=[village.pk for village in villages])
            scope.append(f"Desa {_enumerated([village.name for village in villages])}")
        elif user is not None and user.role == Role.FACILITATOR:
            scope.append("tanpa desa")
        if product:
            loans = loans.filter(product=product)
            scope.append(product.code)
        ordered = loans.order_by(*PAPER_ORDER)
        ids = None if is_whole else tuple(village.pk for village in villages)
        return cls(office, period, ordered, ", ".join(scope), options or Options(), ids)

    def owed_in_period(self) -> list[Position]:
        """Loans that were owed something at some time within the period, as of its end."""
        start, end = self.period.start, self.period.end
        return portfolio(
            self.office, running(self.loans, since=start, as_of=end), as_of=end, since=start
        )

    def owed_at_end(self) -> list[Position]:
        """Loans that are still owed something at the end of the period's last day."""
        start, end = self.period.start, self.period.end
        loans = running(self.loans, since=end + timedelta(days=1), as_of=end)
        positions = portfolio(self.office, loans, as_of=end, since=start)
        return [p for p in positions if _is_owed(p)]

    def owed_in_period_and_at_end(self) -> tuple[list[Position], list[Position]]:
        """Both lists for one portfolio: the second is a part of the first."""
        in_period = self.owed_in_period()
        end = self.period.end
        still = running(self.loans.order_by(), since=end + timedelta(days=1), as_of=end)
        ids = set(still.values_list("pk", flat=True))
        return in_period, [p for p in in_period if p.loan_id in ids and _is_owed(p)]

    def villages(self) -> QuerySet[Village]:
        """The villages that it is about."""
        own = Village.objects.filter(office=self.office)
        return own if self.village_ids is None else own.filter(pk__in=self.village_ids)

    def village_codes(self) -> dict[int, str]:
        """Codes of the office's villages by id, for the keys of subtotals."""
        return dict(Village.objects.filter(office=self.office).values_list("pk", "code"))


def _is_owed(position: Position) -> bool:
    return position.outstanding > 0 or position.interest_outstanding > 0


def _enumerated(names: list[str]) -> str:
    return " dan ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
