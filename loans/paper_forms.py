"""Forms of papers: the planned day, and an office's own wording."""

from django import forms

from loans.papers.markup import LONGEST
from loans.papers.wording import LONGEST_TITLE
from upk.forms import CrispyMixin, DayField


class PlannedDayForm(forms.Form):
    """When a waiting loan will be paid out, for its papers."""

    tanggal = DayField(label="Rencana pencairan", required=False)


class TextForm(CrispyMixin, forms.Form):
    """A paper's wording from a day on; the service says what is wrong with it."""

    since = DayField(label="Berlaku mulai")
    title = forms.CharField(label="Judul", max_length=LONGEST_TITLE)
    number_format = forms.CharField(
        label="Bentuk nomor",
        max_length=LONGEST_TITLE,
        help_text="Nomor mengikuti pinjaman; tidak pernah diketik.",
    )
    body = forms.CharField(
        label="Naskah",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
        help_text=(
            "Baris kosong memulai alinea baru. **tebal** mencetak tebal; alinea yang tebal "
            "seluruhnya menjadi judul di tengah. Baris yang mulai dengan 1. menjadi daftar."
        ),
    )

    def __init__(self, *args, numbered: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not numbered:
            del self.fields["number_format"]
        live = {
            "hx-post": "", "hx-trigger": "input changed delay:600ms", "hx-target": "#pratinjau",
            "hx-include": "closest form", "hx-vals": '{"langkah": "pratinjau"}',
        }  # fmt: skip
        for name in ("title", "body"):
            self.fields[name].widget.attrs |= live

    def text(self) -> dict[str, str]:
        """What was typed, as the services take it, whether it is right or not."""
        data = self.data
        return {
            "title": data.get("title", "").strip(),
            "body": data.get("body", ""),
            "number_format": data.get("number_format", "").strip(),
        }
