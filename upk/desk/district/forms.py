"""Forms of the district's desk."""

from uuid import uuid4

from django import forms

from upk.desk.district.rules.answers import Answer
from upk.forms import CrispyMixin, DayField


class AnswerForm(CrispyMixin, forms.Form):
    """What the district says to an issued report; its buttons carry the answer."""

    answer = forms.ChoiceField(choices=[(str(a), str(a)) for a in Answer], widget=forms.HiddenInput)
    note = forms.CharField(
        label="Catatan",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila dikembalikan: apa yang harus diperbaiki. Kantor membacanya.",
    )
    request_key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class RuleForm(CrispyMixin, forms.Form):
    """By when reports are due from a day on, and how long bundles are kept."""

    since = DayField(label="Berlaku mulai")
    deadline_days = forms.IntegerField(
        label="Batas laporan, hari sesudah akhir triwulan",
        min_value=1,
        max_value=90,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    bundle_days = forms.IntegerField(
        label="Berkas ZIP disimpan, hari sesudah selesai",
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Berkas yang dihapus dapat dibuat lagi kapan saja; laporannya sendiri tetap ada.",
    )
