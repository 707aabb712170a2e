"""What every writer of a batch does first: hold the office, then the batch."""

from training.models import Batch
from upk.ledger.services import lock_office
from upk.offices.models import Office


def hold_batch(batch: Batch) -> tuple[Office, Batch]:
    """The office and the batch as they are now, with ``state``; held until the transaction ends.

    The office is shared with postings, so that nobody closes the books meanwhile.
    """
    office = lock_office(batch.office)
    Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    found = Batch.objects.with_state().select_related("kind", "office").get(pk=batch.pk)
    return office, found
