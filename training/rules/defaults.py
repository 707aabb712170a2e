"""Kinds of training that an office begins with [chosen: no source gives a list]. Pure."""

from training.rules.batches import DEFAULT_CAPACITY

DEFAULT_KINDS = (
    ("Pelatihan pelatih", "trainers", DEFAULT_CAPACITY),
    ("Pelatihan pengurus kelompok", "groups", DEFAULT_CAPACITY),
    ("Pelatihan tim pelaksana desa", "teams", DEFAULT_CAPACITY),
    ("Pelatihan lainnya", "other", DEFAULT_CAPACITY),
)
"""Name, who it is for (``training.models.Audience``), people in a batch."""

TOPICS = {
    "attitude": ("Kebersamaan dan tanggung renteng", "Disiplin mengangsur"),
    "skill": ("Pembukuan kelompok", "Menyusun usulan pinjaman"),
    "knowledge": ("Aturan pinjaman bergulir", "Tugas ketua, sekretaris, dan bendahara"),
}
"""What a batch for groups begins with under attitude, skill and knowledge [chosen]."""
