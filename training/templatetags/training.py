"""How pages of trainings print days, states and points."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from training.models import STATES
from training.records.roll import Line
from training.rules.batches import State
from upk.periods import format_date

register = template.Library()

TONES = {
    State.PLANNED: "info", State.INVITED: "info", State.HELD: "success", State.CLOSED: "secondary",
    State.CANCELLED: "danger",
}  # fmt: skip


@register.filter
def span(batch) -> str:
    """The days of a batch with facts, or of a version; what both have in common is said once.

    ``13 Juni 2005``, ``13–15 Juni 2005``, ``30 Juni – 1 Juli 2005``.
    """
    first, last = batch.starts_on, batch.ends_on
    if first == last:
        return format_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last)}"
    begun = format_date(first)
    if first.year == last.year:
        begun = begun.removesuffix(f" {first.year}")
    return f"{begun} – {format_date(last)}"


@register.filter
def points(score: Decimal) -> str:
    """An average of scores with a comma, as many decimals as it needs."""
    text = f"{score:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


@register.filter
def pair(first, second) -> tuple:
    """Both, to walk through."""
    return first, second


@register.simple_tag
def batch_badge(state: str) -> SafeString:
    """A batch's state as a badge."""
    known = State(state)
    return format_html('<span class="badge tone-{}">{}</span>', TONES[known], STATES[known])


@register.simple_tag
def attended(line: Line) -> str:
    """How many of the days that were taken somebody was there: ``2 dari 3``."""
    taken = sum(day is not None for day in line.present)
    return f"{line.attended} dari {len(line.present)} hari" if taken else "–"
