"""Products, their dated terms, and classes of collectibility: staff read, the manager adds.

Nothing here is changed once it is there; another practice is another row from a day on. Only
whether a product is lent is switched.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loans.models import CollectibilitySet, Product, ProductTerms
from loans.product_forms import ClassSetForm, ProductForm, TermsForm
from loans.rules_views import rules_facts
from loans.setup import DEFAULT_TERMS, add_product, add_terms, create_class_set, use_product
from upk.access import READERS, Role, roles
from upk.forms import form_page, told_as_done
from upk.periods import today


@roles(*READERS)
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    in_order = ProductTerms.objects.select_related("collectibility").order_by("-since")
    products = Product.objects.visible_to(request.user).prefetch_related(
        Prefetch("terms", in_order, to_attr="all_terms")
    )
    on = today(request.user.office)
    for product in products:
        product.in_force = next((t for t in product.all_terms if t.since <= on), None)
    sets = CollectibilitySet.objects.visible_to(request.user).prefetch_related("classes")
    return render(request, "loans/product_list.html", {"products": products, "sets": sets})


@roles(*READERS)
@require_safe
def product_detail(request: HttpRequest, pk: int) -> HttpResponse:
    products = Product.objects.visible_to(request.user).select_related(
        "receivable", "interest_income", "penalty_income", "cash"
    )
    product = get_object_or_404(products, pk=pk)
    accounts = [
        ("Piutang pokok", product.receivable),
        ("Pendapatan jasa", product.interest_income),
        ("Pendapatan denda", product.penalty_income),
        ("Kas atau bank", product.cash),
    ]
    facts = [
        ("Nama", product.name),
        ("Jenis kelompok", product.get_category_display()),
        ("Peminjam", "khusus perempuan" if product.women_only else "perempuan dan laki-laki"),
        *accounts,
        ("Keadaan", "dipakai" if product.is_active else "tidak dipakai untuk pinjaman baru"),
    ]
    rules = product.rules.prefetch_related("ceilings").order_by("-since")
    return render(
        request,
        "loans/product_detail.html",
        {
            "product": product,
            "facts": facts,
            "terms": product.terms.select_related("collectibility").order_by("-since"),
            "rules": [(one, rules_facts(one)) for one in rules],
            "today": today(request.user.office),
        },
    )


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def product_add(request: HttpRequest) -> HttpResponse:
    office = request.user.office
    form = ProductForm(request.POST or None, office=office)
    if form.is_valid():
        try:
            product = add_product(office, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Produk {product} dicatat. Sekarang isi ketentuannya.")
            return redirect("loans:terms-add", product.pk)
    back = (reverse("loans:product-list"), "Produk Pinjaman")
    return form_page(request, form, "Produk baru", back, is_long=True)


@roles(Role.MANAGER)
@require_POST
def product_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop lending a product, or lend it again: ``dipakai`` says which, so twice is once."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    is_active = request.POST.get("dipakai") == "ya"
    try:
        use_product(product, is_active=is_active)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        done = "dipakai lagi" if is_active else "tidak dipakai lagi untuk pinjaman baru"
        messages.success(request, f"Produk {product} {done}.")
    return redirect("loans:product-detail", product.pk)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def terms_add(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    office = request.user.office
    newest = product.terms.order_by("-since").first()
    initial = {"since": today(office), **DEFAULT_TERMS}
    if newest:
        initial |= {**newest.terms_values(), "collectibility": newest.collectibility_id}
    form = TermsForm(request.POST or None, office=office, initial=initial)
    if form.is_valid():
        try:
            made = add_terms(product, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Ketentuan {product} mulai {made.since:%d-%m-%Y} dicatat.")
            return redirect("loans:product-detail", product.pk)
    note = "Berlaku untuk pinjaman baru sejak tanggal itu. Pinjaman yang ada tidak berubah."
    back = (reverse("loans:product-detail", args=[product.pk]), str(product))
    return form_page(request, form, f"Ketentuan baru {product}", back, note=note, is_long=True)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def class_set_add(request: HttpRequest) -> HttpResponse:
    form = ClassSetForm(request.POST or None)
    if form.is_valid():
        try:
            made = create_class_set(request.user.office, form.cleaned_data["class_set"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Susunan {made} dicatat. Pilih di ketentuan produk.")
            return redirect("loans:product-list")
    return render(request, "loans/class_set_form.html", {"form": form})
