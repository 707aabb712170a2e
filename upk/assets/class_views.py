"""Pages of the classes and their useful lives."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import READERS, Role, roles
from upk.assets.classes import add_class, add_default_classes, add_life, change_class
from upk.assets.forms import ClassChangeForm, ClassForm, LifeForm
from upk.assets.models import AssetClass
from upk.assets.views import back_to
from upk.forms import form_page
from upk.periods import today

UP = ("assets:class-list", "Golongan Inventaris")


@roles(*READERS)
@require_safe
def class_list(request: HttpRequest) -> HttpResponse:
    """All classes with their accounts and lives."""
    related = ("account", "accumulated", "expense", "gain", "loss")
    classes = AssetClass.objects.visible_to(request.user).select_related(*related)
    context = {
        "classes": classes.prefetch_related("lives"),
        "may_change": request.user.role == Role.MANAGER,
    }
    return render(request, "assets/class_list.html", context)


@roles(Role.MANAGER)
@require_POST
def class_defaults(request: HttpRequest) -> HttpResponse:
    """Add the usual classes."""
    office = request.user.office
    try:
        made = add_default_classes(office, today(office))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{len(made)} golongan ditambahkan.")
    return redirect("assets:class-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def class_add(request: HttpRequest) -> HttpResponse:
    """A new class."""
    office = request.user.office
    form = ClassForm(office, request.POST or None)
    if form.is_valid():
        try:
            made = add_class(office, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Golongan {made} ditambahkan.")
            return redirect("assets:class-list")
    return form_page(request, form, "Golongan baru", back_to(*UP))


def _class(request: HttpRequest, pk: int) -> AssetClass:
    return get_object_or_404(AssetClass.objects.visible_to(request.user), pk=pk)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def class_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what may change of a class."""
    found = _class(request, pk)
    names = ("name", "gain", "loss", "is_active")
    initial = {name: getattr(found, name) for name in names}
    form = ClassChangeForm(request.user.office, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            found = change_class(found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Golongan {found} disimpan.")
            return redirect("assets:class-list")
    return form_page(request, form, f"Ubah golongan {found}", back_to(*UP))


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def life_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new useful life for what is bought from a day on."""
    found = _class(request, pk)
    form = LifeForm(request.POST or None, initial={"since": today(request.user.office)})
    if form.is_valid():
        try:
            life = add_life(found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{found}: {life.months} bulan.")
            return redirect("assets:class-list")
    note = "Barang yang sudah tercatat tetap disusutkan menurut masa manfaat lamanya."
    return form_page(request, form, f"Masa manfaat {found}", back_to(*UP), note=note)
