"""Repairs and photos of a piece, and what conditions are worth."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.models import ConditionWeights, Photo, Repair
from maintenance.register.conditions import weights_on
from maintenance.register.forms import PhotoForm, PhotoReasonForm, RepairForm, WeightsForm
from maintenance.register.photos import attach_photos, withdraw_photo
from maintenance.register.services import add_repair
from maintenance.register.views import (
    WRITERS,
    back_to,
    back_to_piece,
    visible_piece,
    visible_row,
    void_page,
)
from maintenance.register.weighing import add_weights
from maintenance.rules.conditions import Weights
from upk.access import OFFICE, Role, roles
from upk.forms import form_page, is_done
from upk.offices.stored_files import LostFile, file_response
from upk.periods import format_date, today


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def repair_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note work on a piece that no levy paid."""
    piece = visible_piece(request, pk)
    initial = {"repaired_on": today(piece.village.office)}
    form = RepairForm(request.POST or None, request.FILES or None, initial=initial)
    draft = f"repair:{piece.pk}"
    if form.is_valid():
        try:
            add_repair(piece, **form.values(), photos=form.ready, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            if request.FILES:
                form.ask_for_photos_again()
        else:
            messages.success(request, f"Perbaikan {piece} tercatat.", extra_tags=f"draft:{draft}")
            return redirect("maintenance:infrastructure-detail", piece.pk)
    context = {"piece": piece, "form": form, "draft": draft, "title": "Catat perbaikan"}
    return render(request, "maintenance/photo_form.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def repair_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a repair that never was."""
    found = visible_row(Repair, request, pk)
    title = f"Batalkan perbaikan {found.infrastructure}"
    return void_page(request, found, title, "Perbaikan dibatalkan.")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos of the piece itself, for the register."""
    piece = visible_piece(request, pk)
    is_sent = request.method == "POST"
    form = PhotoForm(request.POST, request.FILES) if is_sent else PhotoForm()
    if form.is_valid():
        if not form.ready:
            form.add_error("photos", "Pilih fotonya.")
        elif is_done(form, attach_photos, piece, form.ready, by=request.user):
            messages.success(request, "Foto tersimpan.")
            return redirect("maintenance:infrastructure-detail", piece.pk)
    context = {"piece": piece, "form": form, "title": "Tambah foto"}
    return render(request, "maintenance/photo_form.html", context)


@roles(*OFFICE)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo itself, to those who may see its piece."""
    found = get_object_or_404(Photo.objects.visible_to(request.user).select_related("file"), pk=pk)
    try:
        return file_response(found.file)
    except LostFile:
        messages.error(request, "Foto ini hilang atau berubah di server. Beri tahu pengelola.")
        return redirect("maintenance:infrastructure-detail", found.infrastructure_id)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def photo_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo out of sight that was attached by mistake."""
    photos = Photo.objects.visible_to(request.user).select_related("infrastructure")
    found = get_object_or_404(photos, pk=pk)
    form = PhotoReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, withdraw_photo, found, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Foto ditarik.")
        return redirect("maintenance:infrastructure-detail", found.infrastructure_id)
    note = "Foto tidak dihapus, tetapi tidak ditampilkan lagi."
    return form_page(request, form, "Tarik foto", back_to_piece(found.infrastructure), note=note)


@roles(*OFFICE)
@require_safe
def weights_list(request: HttpRequest) -> HttpResponse:
    """What conditions are worth today, and since when they were worth what."""
    office = request.user.office
    context = {
        "weights": weights_on(office, today(office)),
        "rows": ConditionWeights.objects.filter(office=office).select_related("made_by"),
        "may_write": request.user.role == Role.MANAGER,
    }
    return render(request, "maintenance/weights_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def weights_add(request: HttpRequest) -> HttpResponse:
    """New weights from a day on."""
    office = request.user.office
    on = today(office)
    present = weights_on(office, on)
    names = ("good", "slight", "heavy", "broken", "carried")
    initial = {"since": on} | {name: getattr(present, name) for name in names}
    form = WeightsForm(request.POST or None, initial=initial)
    if form.is_valid():
        weights = Weights(**{name: form.cleaned_data[name] for name in names})
        since = form.cleaned_data["since"]
        if is_done(form, add_weights, office, weights, since=since, by=request.user):
            messages.success(request, f"Bobot berlaku mulai {format_date(since)}.")
            return redirect("maintenance:weights-list")
    up = back_to("maintenance:weights-list", "Bobot kondisi")
    note = "Nilai 0 sampai 100. Laporan triwulan memakai bobot yang berlaku pada hari terakhirnya."
    return form_page(request, form, "Bobot kondisi baru", up, note=note)
