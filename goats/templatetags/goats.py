"""Filters of the goats' pages."""

from collections.abc import Mapping
from decimal import Decimal

from django import template

from goats.aid.problems import STATE_TEXTS
from goats.rules.aid import PlanState

register = template.Library()


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
