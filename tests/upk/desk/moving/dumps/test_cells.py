"""Single values of the old tables."""

from datetime import date
from decimal import Decimal

import pytest

from upk.desk.moving.dumps.cells import Holds, Odd, read


@pytest.mark.parametrize(
    ("holds", "text", "value"),
    [
        (Holds.TEXT, None, None), (Holds.TEXT, "0", None), (Holds.TEXT, "  a  b ", "a b"),
        (Holds.CODE, "0", "0"), (Holds.CODE, " 1.1.01 ", "1.1.01"), (Holds.CODE, "", None),
        (Holds.DAY, "2022-04-15", date(2022, 4, 15)),
        (Holds.DAY, "2022-04-15 08:00:00", date(2022, 4, 15)),
        (Holds.DAY, "15/04/2022", date(2022, 4, 15)), (Holds.DAY, "0000-00-00", None),
        (Holds.DAY, "0", None), (Holds.DAY, None, None), (Holds.AMOUNT, "", 0),
        (Holds.AMOUNT, "1500000.00", 1_500_000), (Holds.AMOUNT, "1,500,000", 1_500_000),
        (Holds.AMOUNT, "-25", -25), (Holds.AMOUNT, "1.5e6", 1_500_000), (Holds.WHOLE, "12", 12),
        (Holds.RATE, "14.4", Decimal("14.4")),
    ],
)  # fmt: skip
def test_value_is_read(holds, text, value):
    assert read(holds, text) == value


@pytest.mark.parametrize(
    ("holds", "text", "why", "instead"),
    [
        (Holds.DAY, "2022-02-30", "tanggal yang tidak ada", None),
        (Holds.DAY, "2022-13-01", "tanggal yang tidak ada", None),
        (Holds.DAY, "kemarin", "bukan tanggal", None),
        (Holds.AMOUNT, "10.5", "angka berpecahan, dibulatkan", 11),
        (Holds.AMOUNT, "1.500.000", "bukan angka", None),
        (Holds.AMOUNT, "1,50", "bukan angka", None),
        (Holds.AMOUNT, "9" * 39, "angka yang terlalu besar", None),
        (Holds.AMOUNT, "1e99", "angka yang terlalu besar", None),
        (Holds.WHOLE, "dua", "bukan angka", None),
    ],
)
def test_odd_value_is_told(holds, text, why, instead):
    with pytest.raises(Odd) as caught:
        read(holds, text)

    assert (caught.value.why, caught.value.instead) == (why, instead)
