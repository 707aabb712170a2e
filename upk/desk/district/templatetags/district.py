"""Filters of the district's pages: a report's state in words and colour."""

from django import template

from upk.desk.district.rules.states import LABELS, TO_ANSWER, TONES, State

register = template.Library()


@register.filter
def state_label(state: State) -> str:
    """``Dikembalikan``."""
    return LABELS[state]


@register.filter
def state_tone(state: State) -> str:
    """The tone of its badge."""
    return TONES[state]


@register.filter
def is_to_answer(state: State) -> bool:
    """Whether the district has something to say."""
    return state in TO_ANSWER
