"""Filters of the goats' pages."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goats.aid.problems import STATE_TEXTS
from goats.rules.aid import PlanState

register = template.Library()

_DATE = re.compile(r"(\d\d-\d\d-\d{4})")


@register.filter
def item(found: Mapping, key: object) -> object:
    """What a mapping holds under a key."""
    return found[key]


@register.filter
def aid_state(state: PlanState) -> str:
    """Where a plan of aid stands, in words."""
    return STATE_TEXTS[state]


@register.filter
def decimal_comma(value: Decimal | None) -> str:
    """A number with two decimals as people read it; a dash for none (or no row to hold it)."""
    return "–" if value in (None, "") else f"{value:.2f}".replace(".", ",")


@register.filter
def whole_dates(text: str) -> SafeString:
    """A sentence whose dates no line breaks: browsers break at their hyphens."""
    parts = _DATE.split(text)
    shown = [
        format_html('<span class="text-nowrap">{}</span>', part) if n % 2 else part
        for n, part in enumerate(parts)
    ]
    return format_html_join("", "{}", [(part,) for part in shown])
