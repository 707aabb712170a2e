"""What the office's quarterly pack holds, and what a revision changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from loans.papers.markup import to_html
from reports.chapters import CHAPTERS
from reports.chosen import (
    CONTENTS,
    LONGEST_LETTER,
    PLACEHOLDERS,
    choice_of,
    choose_contents,
    default_letter,
    filled,
)
from reports.issued_files import Tampered, pack_of
from reports.issuing import next_quarter
from reports.models import IssuedReport, PackSetting
from reports.pack import letter_values, signatures_of
from reports.pack_forms import PackForm
from reports.render.pack import printed_change
from reports.value import OfficeName
from upk.access import READERS, Role, roles
from upk.offices.models import Office
from upk.paging import page_of
from upk.periods import Quarter, today

CHANGES_SHOWN = 50


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def pack_settings(request: HttpRequest) -> HttpResponse:
    """Chapters, annexes and the letter of the packs to come; ``langkah`` says which button."""
    office = request.user.office
    choice = choice_of(office)
    form = PackForm(choice, request.POST or None)
    if request.POST.get("langkah") == "simpan" and form.is_valid():
        data = form.cleaned_data
        try:
            choose_contents(
                office, left_out=form.left_out, with_annexes=data["with_annexes"],
                letter=data["letter"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = "Susunan laporan tersimpan. Laporan yang sudah terbit tidak berubah."
            messages.success(request, text, extra_tags="draft:pack-settings")
            return redirect("reports:pack-settings")
    typed = form.data.get("letter", "") if form.is_bound else choice.letter
    history = PackSetting.objects.visible_to(request.user).select_related("made_by")
    context = {
        "form": form,
        "preview": _preview(office, typed[:LONGEST_LETTER] or default_letter()),
        "placeholders": [*PLACEHOLDERS.items(), (CONTENTS, "daftar bagian laporan")],
        "history": history.order_by("-id")[:20],
    }
    return render(request, "reports/pack_settings.html", context)


def _preview(office: Office, letter: str) -> str:
    """The letter as the next pack would print it, with all chapters."""
    quarter = next_quarter(office) or Quarter.of(today(office)).previous()
    titles = [chapter.title for chapter in CHAPTERS]
    manager = signatures_of(office, quarter.end)[0]
    values = letter_values(OfficeName.of(office), quarter, manager, titles)
    return mark_safe(to_html(filled(letter, values), {}))


@roles(*READERS, Role.DISTRICT)
@require_safe
def issued_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure that a revision has otherwise than the one before it, in pages."""
    issued = get_object_or_404(
        IssuedReport.objects.visible_to(request.user).with_outdated().select_related("office"),
        pk=pk,
    )
    try:
        pack = pack_of(issued)
    except Tampered:
        return render(request, "reports/issued_tampered.html", {"issued": issued}, status=409)
    page = page_of(request, pack.changes, CHANGES_SHOWN)
    context = {
        "issued": issued,
        "pack": pack,
        "page": page,
        "changes": [printed_change(change) for change in page],
    }
    return render(request, "reports/issued_changes.html", context)
