"""Charts as SVG text, the same in a page and in the PDF.

Presentation attributes only (the pages' Content-Security-Policy forbids inline style), colours that
differ in brightness, hatching and labels at the data, so that a black-and-white print can be read.
Values are whole rupiah or counts; ``None`` leaves a gap.
"""

from collections.abc import Sequence
from html import escape
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe

INK, MUTED, GRID = "#15282b", "#51656a", "#d7dfdf"
TEAL, GOLD, RED = "#0b6e6b", "#b97a00", "#b42318"
LINES = ((TEAL, ""), (RED, "7 4"), (GOLD, "2 4"), ("#2a6592", "10 3 2 3"))
SHARES = ("#0b6e6b", "#4fa39f", "#a9d3cf", "#e0b04a", "#b42318")
WIDTH, SHARE_WIDTH, SPARK_WIDTH = 600, 420, 96
WIDTHS = {"chart": WIDTH, "spark": SPARK_WIDTH}
LABEL_HEIGHT, LABEL_TOP = 31.0, 12.0
FONT = "Inter, sans-serif"


def short_number(value: int) -> str:
    """``2.871.450.000`` as ``2,87 M``, ``38.250.000`` as ``38,3 jt``, ``45.000`` as ``45 rb``."""
    for unit, name in ((10**12, "T"), (10**9, "M"), (10**6, "jt"), (10**3, "rb")):
        if abs(value) >= unit:
            scaled = value / unit
            digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            text = f"{scaled:.{digits}f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return f"{text.replace('.', ',')} {name}"
    return str(value)


def nice_steps(top: int, wanted: int = 4) -> list[int]:
    """Round values from 0 up to at least ``top``, about ``wanted`` of them, for the axis."""
    top = max(top, 1)
    power = 10 ** max(len(str(-(-top // wanted))) - 1, 0)
    step = next(s * power for s in (1, 2, 5, 10) if s * power * wanted >= top)
    return [step * i for i in range(-(-top // step) + 1)]


def bar_chart(
    title: str, bars: Sequence[tuple[str, int | None]], *, height: int = 260, desc: str = ""
) -> SafeString:
    """One bar for each ``(label, value)``, the value written above it. Values are not negative."""
    steps = nice_steps(max((value or 0 for _, value in bars), default=0))
    left, right, top, bottom = 56, WIDTH - 4, 22, height - 28
    parts = _axis(steps, left, right, top, bottom)
    slot = (right - left) / max(len(bars), 1)
    for i, (label, value) in enumerate(bars):
        middle = left + slot * (i + 0.5)
        parts.append(_text(middle, height - 8, label, anchor="middle", fill=MUTED))
        if value is None:
            continue
        tall = (bottom - top) * value / steps[-1]
        parts.append(
            f'<rect x="{middle - slot * 0.34:.1f}" y="{bottom - tall:.1f}" '
            f'width="{slot * 0.68:.1f}" height="{tall:.1f}" rx="2" fill="{TEAL}"/>'
        )
        parts.append(
            _text(middle, bottom - tall - 5, short_number(value), anchor="middle", size=12)
        )
    return _svg(title, desc or _spoken(bars), height, parts)


def line_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    *,
    height: int = 260,
    desc: str = "",
) -> SafeString:
    """One line for each ``(name, values)``, named at its end; lines differ in colour and dashes."""
    known = [value for _, values in series for value in values if value is not None]
    steps = nice_steps(max(known, default=0))
    left, right, top, bottom = 56, WIDTH - 108, 22, height - 28
    parts = _axis(steps, left, right, top, bottom)
    gap = (right - left - 24) / max(len(labels) - 1, 1)
    xs = [left + 12 + gap * i for i in range(len(labels))]
    parts += [
        _text(x, height - 8, label, anchor="middle", fill=MUTED)
        for x, label in zip(xs, labels, strict=True)
    ]
    ends = []
    for (name, values), (colour, dash) in zip(series, LINES, strict=False):
        points = [
            (x, bottom - (bottom - top) * value / steps[-1]) if value is not None else None
            for x, value in zip(xs, values, strict=True)
        ]
        parts += _line(points, colour, dash)
        if last := next(
            ((p, v) for p, v in zip(points[::-1], values[::-1], strict=True) if p), None
        ):
            ends.append((last[0][1], name, last[1], colour))
    parts += _end_labels(ends, right + 2, bottom)
    return _svg(title, desc or "; ".join(f"{n}: {_last(v)}" for n, v in series), height, parts)


def sparkline(title: str, values: Sequence[int | None], *, desc: str = "") -> SafeString:
    """A line without axes for a cell of a table: how a figure went, the last point marked.

    Scaled between its least and its greatest value; a line that never changes lies in the middle.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    gap = (SPARK_WIDTH - 8) / max(len(values) - 1, 1)
    points = [
        None
        if value is None
        else (4 + gap * i, 20 - 16 * ((value - low) / (high - low) if high > low else 0.5))
        for i, value in enumerate(values)
    ]
    parts = _line(points, TEAL, "", width=1.5, mark=2.5)
    return _svg(title, desc or f"terakhir {_last(values)}", 24, parts, "spark")


def ranked_bars(
    title: str, bars: Sequence[tuple[str, int]], *, row: int = 17, desc: str = ""
) -> SafeString:
    """A lying bar for each ``(label, value)``, for names too long to stand under upright bars.

    The value is written at the bar's end. Values are not negative.
    """
    left, right = 150, WIDTH - 70
    most = max((value for _, value in bars), default=0) or 1
    parts = []
    for i, (label, value) in enumerate(bars):
        y = row * i
        width = (right - left) * value / most
        parts.append(_text(left - 8, y + row - 5, label, anchor="end"))
        if value:
            parts.append(
                f'<rect x="{left}" y="{y + 2}" width="{max(width, 1):.1f}" height="{row - 5}" '
                f'fill="{TEAL}"/>'
            )
        end = left + width + 6 if value else left
        parts.append(_text(end, y + row - 5, short_number(value) if value else "–"))
    return _svg(title, desc or _spoken(bars), row * len(bars) + 4, parts)


def stacked_share(title: str, shares: Sequence[tuple[str, int]], *, desc: str = "") -> SafeString:
    """One bar of the whole width cut into the shares, with a list of share, amount and percent."""
    whole = sum(value for _, value in shares)
    bar, row, first = 30, 26, 54
    parts, x = [], 0.0
    for i, (_, value) in enumerate(shares):
        width = SHARE_WIDTH * value / whole if whole else 0
        parts.append(_swatch(x, 6, width, bar, i))
        x += width
    if not whole:
        parts.append(
            f'<rect x="0" y="6" width="{SHARE_WIDTH}" height="{bar}" rx="3" fill="{GRID}"/>'
        )
    for i, (label, value) in enumerate(shares):
        y = first + row * i
        percent = f"{value * 100 / whole if whole else 0:.1f}%".replace(".", ",")
        parts.append(_swatch(1, y - 1, 16, 14, i))
        parts.append(_text(28, y + 11, label, size=15))
        parts.append(_text(SHARE_WIDTH - 72, y + 11, short_number(value), anchor="end", size=15))
        parts.append(_text(SHARE_WIDTH - 2, y + 11, percent, anchor="end", size=15, weight=600))
    return _svg(
        title, desc or _spoken(shares), first + row * len(shares), parts, "chart chart-share"
    )


def _svg(
    title: str, desc: str, height: int, parts: Sequence[str], css_class: str = "chart"
) -> SafeString:
    name = f"chart-{crc32((title + desc).encode()):08x}"  # the same in every rendering
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css_class}" '
        f'viewBox="0 0 {WIDTHS.get(css_class, SHARE_WIDTH)} {height}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-family="{FONT}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(desc)}</desc>'
    )
    return mark_safe(head + "".join(parts) + "</svg>")


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    size: int = 13,
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" '
        f'font-size="{size}" font-weight="{weight}">{escape(str(text))}</text>'
    )


def _axis(steps: Sequence[int], left: int, right: int, top: int, bottom: int) -> list[str]:
    parts = []
    for step in steps:
        y = bottom - (bottom - top) * step / steps[-1]
        colour = GRID if step else MUTED
        parts.append(
            f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="{colour}"/>'
        )
        parts.append(_text(left - 8, y + 4, short_number(step), anchor="end", fill=MUTED))
    return parts


def _line(
    points: Sequence[tuple[float, float] | None],
    colour: str,
    dash: str,
    *,
    width: float = 2.5,
    mark: float = 4,
) -> list[str]:
    """The runs between the gaps, and a mark at the last point."""
    path, pen_down = "", False
    for point in points:
        if point:
            path += f"{'L' if pen_down else 'M'}{point[0]:.1f} {point[1]:.1f}"
        pen_down = point is not None
    if not path:
        return []
    x, y = next(point for point in reversed(points) if point)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-linejoin="round"{dashes}/>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{mark}" fill="{colour}"/>',
    ]


def _end_labels(ends: list[tuple[float, str, int, str]], x: float, bottom: float) -> list[str]:
    """Names and last values beside the lines' ends, pushed apart so that none covers another."""
    ends = sorted(ends, reverse=True)
    places, free = [], bottom + 25.0
    for y, *_ in ends:
        free = min(y, free - LABEL_HEIGHT)
        places.append(free)
    free = LABEL_TOP - LABEL_HEIGHT
    for i in reversed(range(len(places))):  # whatever was pushed out at the top comes down again
        free = places[i] = max(places[i], free + LABEL_HEIGHT)
    parts = []
    for y, (_, name, value, colour) in zip(places, ends, strict=True):
        parts.append(_text(x, y - 1, name, fill=colour, size=12, weight=600))
        parts.append(_text(x, y + 13, short_number(value), size=12))
    return parts


def _swatch(x: float, y: float, width: float, height: float, place: int) -> str:
    """A share's colour; every second one also hatched, for black-and-white prints."""
    box = f'x="{x:.1f}" y="{y}" width="{max(width, 0):.1f}" height="{height}"'
    parts = [f'<rect {box} fill="{SHARES[place % len(SHARES)]}" stroke="#fff" stroke-width="2"/>']
    if place % 2 and width > 6:
        strokes = "".join(
            f"M{x + at:.1f} {y + height - 1}l{min(height - 2, width - at):.1f} "
            f"{-min(height - 2, width - at):.1f}"
            for at in range(0, int(width), 9)
        )
        parts.append(f'<path d="{strokes}" stroke="{INK}" stroke-opacity=".45" fill="none"/>')
    return "".join(parts)


def _spoken(pairs: Sequence[tuple[str, int | None]]) -> str:
    return "; ".join(f"{label}: {_plain(value)}" for label, value in pairs)


def _last(values: Sequence[int | None]) -> str:
    return _plain(next((value for value in reversed(values) if value is not None), None))


def _plain(value: int | None) -> str:
    return "tidak ada" if value is None else f"{value:,}".replace(",", ".")
