"""Tags of the village page."""

from django import template

register = template.Library()


@register.filter
def headed(line, heads) -> list[tuple]:
    """The cells of a line, each with its head; a badge stands under the last head."""
    return list(zip(heads, line.cells, strict=False))
