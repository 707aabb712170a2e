"""Tags of the pages about what was built."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from maintenance.models import CONDITION_LABELS
from maintenance.register.services import told
from upk.templatetags.money import status_badge

register = template.Library()


@register.filter
def measure(size: Decimal) -> str:
    """A size without trailing zeros, with a comma: ``412,5``."""
    return told("size", size)


@register.simple_tag
def condition_badge(condition: str | None) -> SafeString:
    """A condition as a badge; in words where a piece was never inspected."""
    if not condition:
        return status_badge("", "Belum pernah diperiksa")
    return status_badge(condition, CONDITION_LABELS[condition])


@register.filter
def condition_name(condition: str | None) -> str:
    """A condition in words; a dash where a piece was never inspected."""
    return CONDITION_LABELS[condition] if condition else "–"
