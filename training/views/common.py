"""What the pages of trainings share."""

from collections.abc import Callable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from training.models import Batch
from upk.pdf import pdf_or_back
from upk.trail.services import paper_taken

UP = ("training:batch-list", "Pelatihan")


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


def title_of(batch: Batch) -> str:
    """What a batch is called; its kind loaded."""
    return f"{batch.kind.name}, angkatan {batch.number}"


def back_to_batch(batch: Batch) -> tuple[str, str]:
    """The page of a batch as the page above."""
    return back_to("training:batch-detail", title_of(batch), batch.pk)


def visible_batch(request: HttpRequest, pk: int) -> Batch:
    """The batch, if the user may see it, with ``state``, facts, kind and office."""
    own = Batch.objects.visible_to(request.user).with_state().with_facts()
    return get_object_or_404(own.select_related("kind", "office__district"), pk=pk)


def pdf_page(request: HttpRequest, batch: Batch, make: Callable[[], bytes], stem: str):
    """A paper of a batch, or the batch's page with what went wrong."""
    name = f"{stem}-{batch.kind_id}-{batch.number}"
    answer = pdf_or_back(request, make, name, "training:batch-detail", batch.pk)
    return paper_taken(request, answer, name, batch)
