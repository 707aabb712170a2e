"""What a criterion's points come from, in words."""

from upk.money import number, rupiah
from upk.periods import Quarter

_CONDITIONS = (
    ("good", "baik"), ("slight", "rusak ringan"), ("heavy", "rusak berat"),
    ("broken", "tidak berfungsi"),
)  # fmt: skip


def explained(basis: dict) -> str:
    """The figures behind a line of a score as a sentence; empty for a typed mark."""
    if "served" in basis:
        return f"{number(basis['poor'])} warga miskin dari {number(basis['served'])} pemanfaat"
    if "cost" in basis:
        return f"swadaya {rupiah(basis['swadaya'])} dari biaya {rupiah(basis['cost'])}"
    if "due" in basis:
        return _levy(basis)
    return _condition(basis) if "inspected" in basis else ""


def _levy(basis: dict) -> str:
    if not basis["due"]:
        why = "belum ada aturan iuran" if basis["pieces"] else "belum ada prasarana"
        return f"{why}, {_window(basis)}"
    return f"terkumpul {rupiah(basis['paid'])} dari {rupiah(basis['due'])}, {_window(basis)}"


def _condition(basis: dict) -> str:
    if not basis["pieces"]:
        return f"belum ada prasarana, {_window(basis)}"
    found = ", ".join(f"{number(basis[key])} {name}" for key, name in _CONDITIONS if basis.get(key))
    looked = f"{number(basis['inspected'])} pemeriksaan dari {number(basis['pieces'])}"
    return f"{looked}: {found or 'tidak ada hasil'}, {_window(basis)}"


def _window(basis: dict) -> str:
    first, last = Quarter.parse(basis["from"]), Quarter.parse(basis["to"])
    return f"{first.label} s.d. {last.label}"
