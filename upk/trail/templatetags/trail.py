"""The way from a record to its own trail, for those who may read it."""

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse

from upk.trail.models import READERS_OF_TRAIL

register = template.Library()


@register.simple_tag(takes_context=True)
def trail_url(context: Context, row: Model) -> str:
    """Where it stands what happened to ``row``; empty for whoever can't read it."""
    if getattr(context.get("user"), "role", None) not in READERS_OF_TRAIL:
        return ""
    kind = row._meta.label_lower
    query = f"orang={row.pk}" if kind == "offices.person" else f"jenis={kind}&catatan={row.pk}"
    return f"{reverse('desk:trail')}?{query}"


@register.inclusion_tag("includes/trail_link.html", takes_context=True)
def trail_link(context: Context, row: Model) -> dict:
    """A button that leads there."""
    return {"url": trail_url(context, row)}
