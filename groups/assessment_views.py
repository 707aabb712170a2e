"""Grading a group by the office's list: a new assessment, and one that was made."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups.assessing import assess_group
from groups.grading import MARKS, THRESHOLDS
from groups.models import Assessment, Group
from upk.access import OFFICE, Role, roles
from upk.forms import DayField
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist
from upk.periods import today


class AssessmentForm(forms.Form):
    """A mark for each line of the list."""

    assessed_on = DayField(label="Tanggal penilaian")
    note = forms.CharField(label="Catatan", max_length=250, required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, checklist: Checklist, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(checklist.items.all())
        for item in self.items:
            self.fields[f"mark-{item.pk}"] = forms.TypedChoiceField(
                label=item.text,
                coerce=int,
                choices=[(mark, f"{mark} {label}") for mark, label in MARKS.items()],
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple]:
        """Each line with its field, for the page's table."""
        return [(item, self[f"mark-{item.pk}"]) for item in self.items]

    @property
    def marks(self) -> dict[int, int]:
        """The marks by the line's id, after validation."""
        return {item.pk: self.cleaned_data[f"mark-{item.pk}"] for item in self.items}


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def assessment_add(request: HttpRequest, pk: int) -> HttpResponse:
    groups = Group.objects.visible_to(request.user).select_related("office", "village")
    group = get_object_or_404(groups, pk=pk)
    on = today(group.office)
    checklist = list_in_force(group.office, Checklist.Kind.GROUP, on)
    if checklist is None:
        messages.error(request, "Belum ada daftar penilaian kelompok. Manajer mencatatnya dahulu.")
        return redirect("groups:group-detail", group.pk)
    form = AssessmentForm(request.POST or None, checklist=checklist, initial={"assessed_on": on})
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("assessed_on", "note", "request_key")}
        try:
            made = assess_group(group, marks=form.marks, by=request.user, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            level = made.get_level_display().lower()
            draft = f"draft:assessment:{group.pk}"
            messages.success(request, f"{group} dinilai {level}.", extra_tags=draft)
            return redirect("groups:group-detail", group.pk)
    return render(
        request,
        "groups/assessment_form.html",
        {"group": group, "form": form, "thresholds": THRESHOLDS},
    )


@roles(*OFFICE)
@require_safe
def assessment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assessments = Assessment.objects.visible_to(request.user).select_related("group", "made_by")
    assessment = get_object_or_404(assessments, pk=pk)
    marks = list(assessment.marks.select_related("item"))
    for mark in marks:
        mark.label = MARKS[mark.mark]
    return render(
        request, "groups/assessment_detail.html", {"assessment": assessment, "marks": marks}
    )
