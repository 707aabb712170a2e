"""Loans under their products and villages, with subtotals: the frame of the familiar reports."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from loans.portfolio import Position
from reports.question import Question
from reports.value import Column, Kind, OfficeName, Part, Report, Row, Section, Value, sums

Values = dict[str, Value]
Finish = Callable[[Values], Values]
"""Adds what can't be added up (percentages) to summed values."""


def told_apart(keys: Iterable[str]) -> Iterator[str]:
    """Keys of rows in their order; one that was there already gets its place: ``B``, ``B/2``."""
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield f"{key}/{seen[key]}" if seen[key] > 1 else key


def parts_by_village(
    question: Question,
    positions: Iterable[Position],
    columns: Sequence[Column],
    values_of: Callable[[Position], Values],
    finish: Finish = dict,
) -> tuple[Part, ...]:
    """A part per product, in it a section per village, in it a row per loan.

    ``positions`` are in the order of the paper. ``no`` counts within the product.
    """
    codes = question.village_codes()
    parts = []
    for product, of_product in groupby(positions, key=lambda p: p.product_code):
        number, sections = 0, []
        for village_id, of_village in groupby(of_product, key=lambda p: p.village_id):
            rows = []
            for position in of_village:
                number += 1
                rows.append(loan_row(position, {"no": number, **values_of(position)}))
            village = position.village_name
            key = f"{product}/{codes[village_id]}"
            subtotal = total_row(key, f"Jumlah {village}", rows, columns, finish, Kind.SUBTOTAL)
            sections.append(Section(key, village, tuple(rows), subtotal))
        parts.append(_part(product, tuple(sections), columns, finish))
    return tuple(parts)


def parts_of_villages(
    question: Question,
    positions: Iterable[Position],
    columns: Sequence[Column],
    values_of: Callable[[Sequence[Position]], Values],
    finish: Finish = dict,
) -> tuple[Part, ...]:
    """A part per product with a row per village: the recapitulations."""
    codes = question.village_codes()
    parts = []
    for product, of_product in groupby(positions, key=lambda p: p.product_code):
        rows = []
        for village_id, of_village in groupby(of_product, key=lambda p: p.village_id):
            held = list(of_village)
            key = f"{product}/{codes[village_id]}"
            values = {"no": len(rows) + 1, "village": held[0].village_name, **values_of(held)}
            rows.append(Row(key, finish(values), link=("village", village_id)))
        parts.append(_part(product, (Section(product, "", tuple(rows)),), columns, finish))
    return tuple(parts)


def loan_row(position: Position, values: Values) -> Row:
    """A row for a loan; its key is the loan's code."""
    return Row(position.code, values, link=("loan", position.loan_id))


def total_row(
    key: str,
    label: str,
    rows: Iterable[Row],
    columns: Sequence[Column],
    finish: Finish = dict,
    kind: Kind = Kind.TOTAL,
) -> Row:
    """The sum of ``rows``."""
    return Row(key, finish(sums(rows, columns)), kind, label)


def all_rows(part: Part) -> list[Row]:
    """The rows of a part that count."""
    return [row for section in part.sections for row in section.rows]


def _part(
    product: str, sections: tuple[Section, ...], columns: Sequence[Column], finish: Finish
) -> Part:
    part = Part(product, product, sections)
    subtotals = [section.subtotal for section in sections if section.subtotal]
    rows = subtotals if len(subtotals) == len(sections) else all_rows(part)
    total = total_row(product, f"Jumlah {product}", rows, columns, finish)
    return replace(part, totals=(total,))


def report_of(
    question: Question,
    name: str,
    title: str,
    columns: Sequence[Column],
    parts: tuple[Part, ...],
    *,
    finish: Finish = dict,
    **more,
) -> Report:
    """The report of ``parts``; ``totals`` are the sums over all, printed if there are two parts.

    Each part has among its totals a row with its own key: its sum.
    """
    of_parts = [row for part in parts for row in part.totals if row.key == part.key]
    total = total_row("total", "Jumlah seluruhnya", of_parts, columns, finish)
    extra = more.pop("totals", {})
    return Report(
        name=name,
        title=title,
        office=OfficeName.of(question.office),
        period_from=question.period.start,
        as_of=question.period.end,
        period=question.period.label,
        columns=tuple(columns),
        parts=parts,
        totals={**total.values, **extra},
        total_rows=(total,) if len(parts) > 1 else (),
        scope=question.scope,
        **more,
    )
