"""Pages of a long list, with links that keep the filters (two queries: count and rows)."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 50
PARAMETER = "halaman"


def page_of(request: HttpRequest, rows, size: int = PAGE_SIZE) -> Page:
    """The page of ``rows`` (queryset or list) that the address asks for, the nearest if none such.

    Show the links with ``{% include "includes/pagination.html" with page=page %}``.
    """
    page = Paginator(rows, size).get_page(request.GET.get(PARAMETER))
    page.numbers = list(
        page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    )
    return page
