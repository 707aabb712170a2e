"""A product's dated rules: the manager adds new ones; the product's page shows all of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from loans.models import LendingRules, Product
from loans.portfolio import class_sets
from loans.rules_forms import RulesForm, rules_initial
from loans.setup import DEFAULT_CEILINGS, DEFAULT_RULES, add_rules
from upk.access import Role, roles
from upk.money import rupiah
from upk.periods import format_date, today


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rules_add(request: HttpRequest, pk: int) -> HttpResponse:
    """New rules from a day on, filled in with those followed now."""
    products = Product.objects.visible_to(request.user).select_related("office")
    product = get_object_or_404(products, pk=pk)
    on = today(product.office)
    class_set = class_sets(product.office, on).get(product.pk)
    if class_set is None:
        messages.error(request, f"Catat ketentuan {product} lebih dahulu.")
        return redirect("loans:product-detail", product.pk)
    newest = product.rules.order_by("-since").first()
    if newest:
        initial = rules_initial(newest)
    else:
        ceilings = {f"ceiling-{code}": percent for code, percent in DEFAULT_CEILINGS.items()}
        initial = {"full_interest_when_early": True, **DEFAULT_RULES, **ceilings}
    form = RulesForm(request.POST or None, class_set=class_set, initial=initial | {"since": on})
    if form.is_valid():
        try:
            made = add_rules(product, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            since = format_date(made.since)
            told = f"Aturan {product} mulai {since} dicatat."
            messages.success(request, told, extra_tags=f"draft:rules:{product.pk}")
            return redirect("loans:product-detail", product.pk)
    return render(request, "loans/rules_form.html", {"product": product, "form": form})


def rules_facts(rules: LendingRules) -> list[tuple[str, str]]:
    """Rules in words; prefetch ``ceilings`` for many."""

    def most(amount: int | None) -> str:
        return "tidak dibatasi" if amount is None else rupiah(amount)

    low, high = rules.min_members or 1, rules.max_members
    rebate = rules.get_rebate_timing_display()
    if rules.rebate_timing != LendingRules.RebateTiming.NEVER:
        percent = f"{rules.rebate_percent.normalize():f}".replace(".", ",")
        rebate += f": {percent}% jasa, terlambat paling lama {rules.rebate_days} hari"
    return [
        ("Pemanfaat", f"{low} sampai {high} orang" if high else f"sedikitnya {low} orang"),
        ("Kelompok pemula", most(rules.max_beginner)),
        ("Kelompok berkembang", most(rules.max_growing)),
        ("Kelompok matang", most(rules.max_mature)),
        ("Per pemanfaat", most(rules.max_share)),
        ("Lunas awal", "jasa penuh" if rules.full_interest_when_early else "jasa sampai hari itu"),
        ("IPTW", rebate),
        ("Daftar tunggu", rules.get_waiting_order_display()),
        ("Saldo yang tidak dipinjamkan", rupiah(rules.cash_reserve)),
        ("Pembulatan angsuran", "per pemanfaat" if rules.rounds_per_member else "per kelompok"),
        *[
            (f"Pernah kelas {one.class_code}", _ceiling(one.percent))
            for one in rules.ceilings.all()
        ],
    ]


def _ceiling(percent: int | None) -> str:
    if percent is None:
        return "boleh naik"
    return f"paling banyak {percent}%" if percent else "tidak, sebelum lunas"
