"""What other apps ask: findings and agreements as of a day."""

from oversight.records.about import About, about_of, row_named, search
from oversight.records.agreements import (
    ShownAgreement,
    agreements_on,
    running_out,
    shown_agreements,
)
from oversight.records.findings import (
    Count,
    Shown,
    about_row,
    count_for,
    in_period,
    open_findings,
    shown,
    village_of,
)

__all__ = [
    "About",
    "Count",
    "Shown",
    "ShownAgreement",
    "about_of",
    "about_row",
    "agreements_on",
    "count_for",
    "in_period",
    "open_findings",
    "row_named",
    "running_out",
    "search",
    "shown",
    "shown_agreements",
    "village_of",
]
