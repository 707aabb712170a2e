"""The form of what the quarterly pack holds besides what it must, and of its letter."""

from django import forms

from reports.chapters import CHOOSABLE
from reports.chosen import LONGEST_LETTER, Choice
from upk.forms import CrispyMixin


class PackForm(CrispyMixin, forms.Form):
    """Chapters that are printed, annexes of villages, the letter; the service finds faults."""

    chapters = forms.MultipleChoiceField(
        label="Bagian yang dimuat",
        choices=[(chapter.key, chapter.title) for chapter in CHOOSABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pinjaman dan Keuangan selalu dimuat. Bagian yang tidak berisi tidak dicetak.",
    )
    with_annexes = forms.BooleanField(
        label="Cetak lampiran setiap desa di belakang laporan",
        required=False,
        help_text="Tanpa centang pun lampiran per desa dapat diunduh sebagai ZIP.",
    )
    letter = forms.CharField(
        label="Surat pengantar",
        max_length=LONGEST_LETTER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text=(
            "Baris kosong memulai alinea baru. **tebal** mencetak tebal. {isi} dalam satu baris "
            "sendiri mencetak daftar bagian. Kosongkan untuk kembali ke naskah bawaan."
        ),
    )

    def __init__(self, choice: Choice, data=None) -> None:
        shown = [chapter.key for chapter in CHOOSABLE if chapter.key not in choice.left_out]
        initial = {
            "chapters": shown,
            "with_annexes": choice.with_annexes,
            "letter": choice.letter,
        }
        super().__init__(data, initial=initial)

    @property
    def left_out(self) -> list[str]:
        """Keys of the chapters without a tick."""
        shown = self.cleaned_data["chapters"]
        return [chapter.key for chapter in CHOOSABLE if chapter.key not in shown]
