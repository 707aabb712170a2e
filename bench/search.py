"""Finding a loan by code, group or village, as the cashier's search field does."""

from bench.measure import median_ms, query_count
from bench.office import World
from loans.models import Loan

WANTED = {"code": "0042-SPP", "group": "lompok 01", "village": "desa 07", "nothing": "zzzz"}
PAGE = 20


def measure_search(world: World, repeat: int) -> dict:
    """Time of the first page of hits for each kind of text, seen by the first treasurer."""
    result: dict = {"loans": world.loans}
    for kind, text in WANTED.items():

        def find(text=text) -> list[Loan]:
            loans = Loan.objects.visible_to(world.users[0]).active().matching(text)
            return list(loans.select_related("group__village", "product")[:PAGE])

        result[kind] = {
            "text": text, "hits": len(find()), "ms": median_ms(find, repeat),
            "queries": query_count(find),
        }  # fmt: skip
    return result
