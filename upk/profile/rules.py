"""Placeholders in an office's texts, so that no figure in them is typed and grows old. Pure."""

import re
from collections.abc import Mapping

PLACEHOLDERS = {
    "kelompok": "groups_total",
    "kelompok_spp": "groups_spp",
    "kelompok_uep": "groups_uep",
    "desa": "villages",
}
"""Names in braces, and the published figure (design.md 7) that each stands for. Counts."""

UNKNOWN = "\N{EN DASH}"
"""Stands where the figure isn't known."""

_NAME = re.compile(r"\{([^{}\n]*)\}")


def filled(text: str, figures: Mapping[str, int]) -> str:
    """The text with figures for its placeholders; ``figures`` by the keys of published figures."""

    def figure(match: re.Match) -> str:
        value = figures.get(PLACEHOLDERS.get(match[1], ""))
        return UNKNOWN if value is None else f"{value:,}".replace(",", ".")

    return _NAME.sub(figure, text)


def unknown_names(text: str) -> list[str]:
    """What stands in braces and is no placeholder, each once, in order."""
    return [name for name in dict.fromkeys(_NAME.findall(text)) if name not in PLACEHOLDERS]
