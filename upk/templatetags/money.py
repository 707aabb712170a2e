"""Filters and tags of all pages: amounts, dates, icons, links that keep the filters."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from upk import money, periods

register = template.Library()

EN_DASH = "\N{EN DASH}"
STATUS_TONES = {
    "success": ("A", "active", "accepted", "posted", "good"),
    "info": ("L", "V", "W", "settled", "issued", "opening"),
    "warning": ("P", "R", "proposed", "rescheduled", "returned", "slight"),
    "danger": (
        "H",
        "T",
        "X",
        "written_off",
        "cancelled",
        "reversed",
        "reversal",
        "locked",
        "heavy",
        "broken",
    ),
}
CLASS_TONES = {"I": "success", "II": "info", "III": "warning", "IV": "warning", "V": "danger"}
TONE_OF = {status: tone for tone, statuses in STATUS_TONES.items() for status in statuses}


@register.filter
def rupiah(amount: int | None) -> str:
    """Whole rupiah as ``Rp 1.234.567``; nothing for ``None``."""
    return "" if amount in (None, "") else money.rupiah(amount)


@register.filter
def number(amount: int | None) -> str:
    """A whole number as ``1.234.567``; zero is ``0``, ``None`` is empty."""
    return "" if amount in (None, "") else money.number(amount)


@register.filter
def number_or_dash(amount: int | None) -> str:
    """As ``number``, but zero and ``None`` are a dash: for wide tables full of zeros."""
    return money.number(amount) if amount else EN_DASH


@register.filter
def percent(value: Decimal | float | None) -> str:
    """A percentage with two decimals, ``62,87%``, halves up; a dash for ``None``."""
    if value in (None, ""):
        return EN_DASH
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded}%".replace(".", ",")


@register.filter
def tanggal(day: date | None) -> str:
    """A date in words: ``31 Januari 2010``."""
    return periods.format_date(day) if day else ""


@register.filter
def tanggal_pendek(day: date | None) -> str:
    """A date in figures: ``31-01-2010``."""
    return f"{day:%d-%m-%Y}" if day else ""


@register.filter
def bulan(day: date | None) -> str:
    """The month of a date in words: ``Januari 2010``."""
    return periods.format_month(day) if day else ""


@register.filter
def in_words(amount: int | None) -> str:
    """An amount in Indonesian words (terbilang)."""
    return "" if amount in (None, "") else money.in_words(amount)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/img/icons.svg; decoration unless it has a ``label``."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag(takes_context=True)
def query_string(context: Mapping, **changes) -> str:
    """The address's GET parameters with ``changes``; ``None`` or empty takes one out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_link(context: Mapping, field: str, label: str) -> SafeString:
    """A column head that sorts by ``?urut=field`` and, clicked again, the other way round."""
    now = context["request"].GET.get("urut", "")
    target = f"-{field}" if now == field else field
    href = query_string(context, urut=target, halaman=None)
    arrow = {field: icon("sort-up", "menaik"), f"-{field}": icon("sort-down", "menurun")}
    return format_html('<a class="sort-link" href="{}">{} {}</a>', href, label, arrow.get(now, ""))


@register.simple_tag
def status_badge(status: str, label: str = "") -> SafeString:
    """A status (``Loan.Status`` and the like) as a badge; the words say what the colour hints."""
    tone = TONE_OF.get(str(status), "secondary")
    return format_html('<span class="badge tone-{}">{}</span>', tone, label or status)


@register.simple_tag
def class_badge(code: str, name: str = "") -> SafeString:
    """A class of collectibility (``I`` to ``V``, whatever its name) as a badge."""
    tone = CLASS_TONES.get(str(code), "secondary")
    return format_html('<span class="badge tone-{}">{} {}</span>', tone, code, name)
