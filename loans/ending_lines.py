"""What a loan's page shows of its reliefs, of money that came in after them, and of its kin."""

from dataclasses import dataclass

from loans.models import Loan, Recovery, Repayment
from loans.relieving import RELIEFS, WRITE_OFFS


@dataclass(frozen=True, slots=True)
class ReliefLine:
    """A relief with what came in for it. Whole rupiah."""

    relief: Repayment
    recoveries: tuple[Recovery, ...]
    successor: Loan | None

    @property
    def stands(self) -> bool:
        """Whether it wasn't taken back."""
        return not hasattr(self.relief, "reversed_by")

    @property
    def recovered(self) -> int:
        return sum(recovery.amount for recovery in self.recoveries)

    @property
    def recoverable(self) -> int:
        """What may still come in for it."""
        if not self.stands or self.relief.kind not in WRITE_OFFS:
            return 0
        return self.relief.principal - self.recovered


def relief_lines(loan: Loan) -> list[ReliefLine]:
    """The loan's reliefs in the order of their days; one query, three where there are any."""
    reliefs = list(
        loan.repayments.filter(kind__in=RELIEFS)
        .select_related("entry", "decision", "person", "reversed_by")
        .order_by("paid_on", "id")
    )
    if not reliefs:
        return []
    recoveries = Recovery.objects.filter(write_off__in=reliefs).order_by("id")
    found = list(recoveries.select_related("entry", "reversed_by"))
    successors = {new.disbursed_on: new for new in loan.rescheduled_to.order_by("id")}
    return [
        ReliefLine(
            relief,
            tuple(recovery for recovery in found if recovery.write_off_id == relief.pk),
            successors.get(relief.paid_on) if relief.kind == Repayment.Kind.RESCHEDULED else None,
        )
        for relief in reliefs
    ]
