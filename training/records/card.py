"""What stands on a batch's page beside its roll: history, follow-ups and cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from training.models import Batch, BatchStep, BatchVersion, FollowUp, Participant, TrainingCost
from upk.ledger.models import Entry
from upk.offices.models import User

TOPICS = (("attitude", "Sikap"), ("skill", "Keterampilan"), ("knowledge", "Pengetahuan"))


@dataclass(frozen=True, slots=True)
class Card:
    """Rows about a batch that the reader sees, the newest first where there are many."""

    versions: Sequence[BatchVersion]
    topics: Sequence[tuple[str, Sequence[str]]]
    steps: Sequence[BatchStep]
    last_step: int | None
    withdrawn: Sequence[Participant]
    follow_ups: Sequence[tuple[FollowUp, bool]]
    entries: Sequence[Entry]
    cost: int

    @property
    def version(self) -> BatchVersion:
        """The plan that counts."""
        return self.versions[0]

    @property
    def trainers(self) -> list[str]:
        """One to a line."""
        return self.version.trainers.splitlines()


def card_of(batch: Batch, user: User, on: date) -> Card:
    """The card of a batch as ``user`` sees it; six queries. ``cost`` is whole rupiah."""
    versions = list(batch.versions.select_related("recorded_by"))
    steps = list(batch.steps.select_related("reversal", "recorded_by"))
    standing = [step for step in steps if not hasattr(step, "reversal")]
    withdrawn = Participant.objects.visible_to(user).filter(batch=batch, withdrawal__isnull=False)
    follow_ups = FollowUp.objects.visible_to(user).filter(batch=batch)
    entries = entries_of(batch)
    return Card(
        versions,
        [(label, getattr(versions[0], name).splitlines()) for name, label in TOPICS],
        steps,
        standing[-1].pk if standing else None,
        list(withdrawn.select_related("withdrawal", "person", "user", "group", "village")),
        [(row, not hasattr(row, "end") and row.is_late(on))
         for row in follow_ups.select_related("end", "group")],
        entries,
        sum(entry.total for entry in entries if not hasattr(entry, "reversed_by")),
    )  # fmt: skip


def entries_of(batch: Batch) -> list[Entry]:
    """Entries that were for a batch: those whose last row says so, in the order of their days."""
    rows = TrainingCost.objects.filter(batch=batch).order_by("pk")
    last = {row.entry_id: row.is_counted for row in rows}
    own = Entry.objects.filter(pk__in=[pk for pk, is_counted in last.items() if is_counted])
    return list(own.select_related("reversed_by").order_by("happened_on", "pk"))
