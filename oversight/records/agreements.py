"""Agreements as of a day: which are in force, which run out soon."""

from dataclasses import dataclass
from datetime import date

from oversight.models import Agreement, AgreementQuerySet
from oversight.models.partners import STATES
from oversight.rules.agreements import State, Step
from upk.offices.models import Office


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """An agreement with its partner; ``ended_on`` is set where it was ended early."""

    row: Agreement
    state: State
    ended_on: date | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATES[self.state]


def shown_agreements(rows: AgreementQuerySet, on: date) -> list[ShownAgreement]:
    """The agreements of a query after ``as_of(on)``, in its order. One query."""
    return [
        ShownAgreement(row, row.state_on(on), row.last_on if row.last_step == Step.ENDED else None)
        for row in rows.select_related("partner")
    ]


def agreements_on(office: Office, on: date) -> list[ShownAgreement]:
    """All agreements of the office as of a day, without those recorded by mistake. One query."""
    rows = Agreement.objects.filter(partner__office=office).as_of(on).standing()
    return shown_agreements(rows.order_by("partner__name", "since", "pk"), on)


def running_out(office: Office, on: date) -> list[ShownAgreement]:
    """Agreements that end within ``SOON_DAYS``, the nearest first. One query."""
    found = [item for item in agreements_on(office, on) if item.state == State.SOON]
    return sorted(found, key=lambda item: (item.row.until, item.row.pk))
