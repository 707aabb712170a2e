"""Forms of the verification: the papers of a proposal, and the household of a member."""

from django import forms

from loans.models import MemberVerification, PaperCheck
from upk.forms import AmountField
from upk.offices.models import Checklist

YES_NO = [("ya", "Ya"), ("tidak", "Tidak")]


class PapersForm(forms.Form):
    """Status and note of each paper of the list; a paper without a status isn't checked yet."""

    def __init__(self, *args, checklist: Checklist, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(checklist.items.all())
        for item in self.items:
            self.fields[f"status-{item.pk}"] = forms.ChoiceField(
                label=item.text,
                required=False,
                choices=PaperCheck.Status.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"note-{item.pk}"] = forms.CharField(
                label=f"Catatan {item.text}",
                required=False,
                max_length=200,
                widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple]:
        """Each line with its fields, for the page's table."""
        return [(item, self[f"status-{item.pk}"], self[f"note-{item.pk}"]) for item in self.items]

    def clean(self) -> dict:
        data = super().clean()
        for item in self.items:
            if data.get(f"note-{item.pk}") and not data.get(f"status-{item.pk}"):
                self.add_error(f"status-{item.pk}", "Pilih C, K, atau TA.")
        return data

    @property
    def marks(self) -> dict[int, tuple[str, str]]:
        """Status and note by the line's id, of the papers that were checked."""
        data = self.cleaned_data
        marked = [item.pk for item in self.items if data[f"status-{item.pk}"]]
        return {pk: (data[f"status-{pk}"], data[f"note-{pk}"]) for pk in marked}


def papers_initial(checks: list[PaperCheck]) -> dict:
    """What the form shows of papers that were checked."""
    shown = {f"status-{check.item_id}": check.status for check in checks}
    return shown | {f"note-{check.item_id}": check.note for check in checks}


class MemberCheckForm(forms.Form):
    """Identity, the office's questions, the household's month, the recommendation."""

    identity = forms.ChoiceField(
        label="KTP asli dilihat dan cocok dengan data", choices=YES_NO, widget=forms.RadioSelect
    )
    income = AmountField(label="Pendapatan rumah tangga per bulan")
    cost = AmountField(label="Biaya rumah tangga per bulan")
    recommended = AmountField(label="Rekomendasi Tim Verifikasi")
    note = forms.CharField(label="Catatan", max_length=250, required=False)

    def __init__(self, *args, checklist: Checklist | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(checklist.items.all()) if checklist else []
        for item in self.items:
            self.fields[f"answer-{item.pk}"] = forms.ChoiceField(
                label=item.text, choices=YES_NO, widget=forms.RadioSelect
            )

    def questions(self) -> list[tuple]:
        """Each question with its field."""
        return [(item, self[f"answer-{item.pk}"]) for item in self.items]

    def values(self) -> dict:
        """Arguments of ``save_member_check``, after validation."""
        data = self.cleaned_data
        return {
            "identity_matches": data["identity"] == "ya",
            "answers": {item.pk: data[f"answer-{item.pk}"] == "ya" for item in self.items},
            **{name: data[name] for name in ("income", "cost", "recommended", "note")},
        }


def member_initial(form: MemberVerification | None, proposed: int) -> dict:
    """What the form shows of a member: what was found, else what is asked for."""
    if form is None:
        return {"recommended": proposed}
    said = {True: "ya", False: "tidak"}
    shown = {f"answer-{a.item_id}": said[a.is_yes] for a in form.answers.all()}
    return shown | {
        "identity": said[form.identity_matches],
        "income": form.income,
        "cost": form.cost,
        "recommended": form.recommended,
        "note": form.note,
    }
