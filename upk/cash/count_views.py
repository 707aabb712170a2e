"""Cash counts: the list, counting, one count, its paper, and posting its difference."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, Role, roles
from upk.asked import asked_id
from upk.cash.books import balance_of
from upk.cash.count_forms import CountForm, SettlementForm
from upk.cash.counting import check_settlement, record_count, settle_difference, total_of
from upk.cash.counts import later_count, missing_counts, with_settlement
from upk.cash.models import CashCount
from upk.cash.papers import count_pdf
from upk.forms import form_page
from upk.ledger.views import entry_preview
from upk.money import rupiah
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import today

WRITERS = (Role.MANAGER, Role.TREASURER)


@roles(*READERS)
@require_safe
def count_list(request: HttpRequest) -> HttpResponse:
    """All counts, the newest first, and the boxes that wait for today's."""
    user = request.user
    counts = with_settlement(CashCount.objects.visible_to(user))
    context = {
        "page": page_of(request, counts),
        "missing": missing_counts(user.office, today(user.office)),
        "may_write": user.role in WRITERS,
    }
    return render(request, "cash/count_list.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def count_add(request: HttpRequest) -> HttpResponse:
    """Counted first: what the books say is shown only after the notes and coins are typed."""
    office, user = request.user.office, request.user
    form = CountForm(office, user, request.POST or None, account=asked_id(request, "kas"))
    found = None
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in _COUNT_FIELDS}
        counted, book = total_of(form.pieces), balance_of(data["account"], data["counted_on"])
        found = {"counted": counted, "book": book, "difference": counted - book}
        if request.POST.get("langkah") == "simpan":
            try:
                count = record_count(**data, pieces=form.pieces, by=user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                told = f"Opname {count.account.name} tersimpan: {rupiah(count.counted)}."
                messages.success(request, told, extra_tags="draft:cash-count")
                return redirect("cash:count-detail", count.pk)
    return render(request, "cash/count_form.html", {"form": form, "found": found})


_COUNT_FIELDS = (
    "account", "counted_on", "counted_by", "witnessed_by", "explanation", "request_key",
)  # fmt: skip


def _count(request: HttpRequest, pk: int) -> CashCount:
    counts = with_settlement(CashCount.objects.visible_to(request.user))
    counts = counts.select_related("office__district").prefetch_related("lines")
    return get_object_or_404(counts, pk=pk)


@roles(*READERS)
@require_safe
def count_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One count, beside what the books say of that day by now."""
    count = _count(request, pk)
    is_open = bool(count.difference) and not count.standing_settlements
    later = later_count(count)
    context = {
        "count": count,
        "book_now": balance_of(count.account, count.counted_on),
        "later": later if is_open else None,
        "may_settle": is_open and not later and request.user.role == Role.MANAGER,
    }
    return render(request, "cash/count_detail.html", context)


@roles(*READERS)
@require_safe
def count_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of the count as PDF."""
    count = _count(request, pk)
    name = f"{count.office.code}-opname-{count.account.code}-{count.counted_on}"
    return pdf_or_back(request, lambda: count_pdf(count), name, "cash:count-detail", pk)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def count_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The difference becomes an entry: typed, looked at, saved."""
    count = _count(request, pk)
    form = SettlementForm(count, request.POST or None)
    step = request.POST.get("langkah", "lihat")
    if step in ("lihat", "simpan") and form.is_valid():
        names = ("happened_on", "other")
        data = {name: form.cleaned_data[name] for name in names}
        try:
            if step == "lihat":
                check_settlement(count, **data)
                return entry_preview(request, form, "Bukukan selisih kas")
            key = form.cleaned_data["request_key"]
            entry = settle_difference(count, **data, request_key=key, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Selisih dibukukan dengan {entry.label}.")
            return redirect("cash:count-detail", pk)
    back = (reverse("cash:count-detail", args=[pk]), "Opname kas")
    note = f"Selisih {rupiah(count.difference)}: {count.explanation}"
    return form_page(request, form, "Bukukan selisih kas", back, note=note)
