"""How an office's statements look: layout of the balance sheet, wording of the notes (CaLK)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from loans.papers.markup import LONGEST, to_html
from reports.books.note_texts import (
    BY_KEY,
    NOTES,
    PLACEHOLDERS,
    change_note,
    default_text,
    history,
    texts_of,
)
from reports.books.rules import choose_layout, layout_of
from reports.forms import LayoutForm, NoteForm
from reports.models import StatementSetting
from upk.access import Role, roles
from upk.periods import format_date, today


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def statement_settings(request: HttpRequest) -> HttpResponse:
    """The layout from a day on, and the parts of the notes to word."""
    office = request.user.office
    on = today(office)
    initial = {"since": on, "layout": layout_of(office, on)}
    form = LayoutForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = choose_layout(office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = f"{made.get_layout_display()}: berlaku mulai {format_date(made.since)}."
            messages.success(request, text)
            return redirect("reports:settings")
    texts = texts_of(office, on)
    notes = [{"note": n, "is_own": texts[n.key] != default_text(n)} for n in NOTES]
    rows = StatementSetting.objects.visible_to(request.user).select_related("made_by")
    context = {"form": form, "notes": notes, "history": rows}
    return render(request, "reports/settings.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, key: str) -> HttpResponse:
    """One part's wording from a day on; ``langkah`` says which button it was."""
    note, office = BY_KEY.get(key), request.user.office
    if note is None:
        raise Http404
    on, step = today(office), request.POST.get("langkah", "")
    now = texts_of(office, on)[key]
    form = NoteForm(request.POST or None, initial={"since": on, "body": now})
    if step in ("simpan", "bawaan") and form.is_valid():
        data = form.cleaned_data
        body = data["body"] if step == "simpan" else ""
        try:
            change_note(office, note, body=body, since=data["since"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = f"Naskah “{note.title}” berlaku mulai {format_date(data['since'])}."
            messages.success(request, text, extra_tags=f"draft:note:{key}")
            return redirect("reports:note-edit", key)
    typed = form.data.get("body", "") if form.is_bound else now
    context = {
        "note": note,
        "form": form,
        "is_own": now != default_text(note),
        "preview": mark_safe(to_html(typed[:LONGEST], EXAMPLES)),
        "placeholders": PLACEHOLDERS.items(),
        "history": history(office, note),
    }
    return render(request, "reports/note_form.html", context)


EXAMPLES = {name: f"[{label}]" for name, label in PLACEHOLDERS.items()}
"""What a preview shows instead of figures."""
