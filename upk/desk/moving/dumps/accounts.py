"""Which accounts of the old chart mean what: names first, the codes of version [A] else.

[A] takes payments apart by these codes (its step that writes ``real_angsuran`` anew).
"""

from upk.desk.moving.dumps.store import Store

_PRINCIPAL = frozenset({"1.1.03.01", "1.1.03.02", "1.1.03.03"})
_INTEREST = frozenset(
    {"1.1.03.04", "1.1.03.05", "1.1.03.06", "4.1.01.01", "4.1.01.02", "4.1.01.03"}
)
_PENALTY = frozenset({"4.1.01.04", "4.1.01.05", "4.1.01.06"})


class OldAccounts:
    """The office's chart: names by code, and what an account is for."""

    def __init__(self, store: Store) -> None:
        rows = store.rows("SELECT code, name FROM rekening")
        self.names: dict[str, str] = {row["code"]: row["name"] or "" for row in rows}

    def part(self, code: str) -> str:
        """``principal``, ``interest`` or ``penalty`` of a payment to this account; else empty."""
        name = self.names.get(code, "").casefold()
        is_income, is_asset = code.startswith("4"), code.startswith("1")
        if ("denda" in name and is_income) or (not name and code in _PENALTY):
            return "penalty"
        claims_interest = is_asset and "piutang" in name
        if ("jasa" in name or "bunga" in name) and (is_income or claims_interest):
            return "interest"
        if not name and code in _INTEREST:
            return "interest"
        is_claim = is_asset and ("piutang" in name or name.startswith("pinjaman"))
        if (is_claim and "cadangan" not in name) or (not name and code in _PRINCIPAL):
            return "principal"
        return ""

    def liquidity(self, code: str) -> str | None:
        """Whether it is cash or a bank account."""
        if not code.startswith("1.1.0"):
            return None
        if "bank" in self.names.get(code, "").casefold():
            return "bank"
        return "cash" if code.startswith("1.1.01.") else None
