"""The waiting list on screen, and the manager's choice of whom comes next."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from loans.choices import choose_next
from loans.disbursement_forms import ChooseForm
from loans.loan_views import visible_loan
from loans.waiting_chart import waiting_chart
from loans.waiting_list import WaitingList, waiting_lists
from upk.access import READERS, Role, roles
from upk.money import ratio
from upk.periods import today


@roles(*READERS)
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits for which money, and in which month it suffices; a form to pay several out."""
    office = request.user.office
    lists = waiting_lists(office, as_of=today(office))
    shown = [
        {
            "list": listed,
            "chart": _chart(listed),
            "rate": ratio(min(listed.rate.paid, listed.rate.due), listed.rate.due),
        }
        for listed in lists
    ]
    return render(request, "loans/waiting_list.html", {"lists": shown, "on": today(office)})


def _chart(listed: WaitingList) -> SafeString:
    months = listed.months
    return waiting_chart(
        listed.product.code,
        [month.start for month in months],
        [month.planned_money for month in months],
        [month.careful_money for month in months],
        listed.needed,
    )


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a waiting loan before all others."""
    loan = visible_loan(request, pk)
    form = ChooseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_next(loan, on=today(loan.office), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Berikutnya: {loan}.")
            return redirect("loans:waiting-list")
    context = {
        "form": form,
        "title": f"Dahulukan {loan}",
        "note": f"{loan.group}, Desa {loan.group.village}. Bendahara melihat pinjaman ini sebagai "
        "berikutnya, sampai cair atau Anda memilih yang lain. Bila bukan gilirannya menurut "
        "aturan kantor, tulis alasannya.",
        "back_url": reverse("loans:waiting-list"),
        "back_label": "Daftar Tunggu",
        "button": "Jadikan berikutnya",
    }
    return render(request, "includes/form_page.html", context)
