"""The example office's profile: what it published, in our words (data/kalijambe_profile.md).

Figures in the texts are placeholders, so they follow the reports. Documents and their numbers are
**invented**; the officers are the invented users.
"""

from dataclasses import dataclass
from datetime import date

from upk.access import Role
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY, USERS
from upk.desk.example.villages.sample_paper import sample_upload
from upk.profile.models import LegalDocument, ProfileText
from upk.profile.services.profile import (
    NewDocument,
    NewOfficer,
    add_document,
    add_officer,
    write_text,
)

LATER_NAME = date(2007, 7, 1)
"""The programme took its later name in 2007 [chosen]; the history says so from then on."""


@dataclass(frozen=True, slots=True)
class TextPlan:
    """A version of a text."""

    key: str
    since: date
    text: str


BEGINNING = (
    "Kalijambe adalah satu dari enam kecamatan pertama di Kabupaten Sragen yang sejak 2003 "
    "menjalankan Program Pengembangan Kecamatan{later}: pembangunan yang direncanakan warga dari "
    "bawah dan mendahulukan rumah tangga miskin.\n\n"
    "Forum musyawarah antardesa membentuk UPK untuk mengelola dana hibah dan pinjaman bergulir "
    "secara terbuka, bersama warga, dan dapat dipertanggungjawabkan."
)
MISSION = (
    "1. Menguatkan kemampuan warga dan lembaganya.\n"
    "2. Membiasakan cara kerja yang melibatkan semua.\n"
    "3. Membuat pemerintah setempat bekerja lebih berhasil guna.\n"
    "4. Memperbaiki dan menambah prasarana sosial dasar dan ekonomi warga.\n"
    "5. Membangun kemitraan."
)
AIMS = (
    "Warga miskin menjadi pelaku, bukan hanya penerima, pembangunan; perencanaan bersama menguat; "
    "kerja sama antardesa melembaga; setelah masa belajar, warga mandiri dan kegiatan berlanjut."
)
TEXTS = (
    TextPlan(ProfileText.Key.HISTORY, FIRST_DAY, BEGINNING.format(later="")),
    TextPlan(
        ProfileText.Key.HISTORY,
        LATER_NAME,
        BEGINNING.format(later=", kemudian PNPM Mandiri Perdesaan"),
    ),
    TextPlan(
        ProfileText.Key.VISION, FIRST_DAY, "Masyarakat miskin perdesaan yang sejahtera dan mandiri."
    ),
    TextPlan(ProfileText.Key.MISSION, FIRST_DAY, MISSION),
    TextPlan(ProfileText.Key.AIMS, FIRST_DAY, AIMS),
    TextPlan(
        ProfileText.Key.STRENGTHS,
        FIRST_DAY,
        "{kelompok} kelompok di {desa} desa; pinjaman lewat kelompok menjangkau yang tidak "
        "terlayani bank.",
    ),
    TextPlan(ProfileText.Key.WEAKNESSES, FIRST_DAY, "Kedudukan hukum lembaga."),
    TextPlan(ProfileText.Key.MOTTO, FIRST_DAY, "Bangkit bersama menuju mandiri."),
)
TITLES = (
    ("manajer", "Ketua UPK", True),
    ("bendahara", "Bendahara", True),
    ("sekretaris", "Sekretaris", False),
    ("kasir", "Kasir", False),
    ("administrasi", "Administrasi", False),
    ("pengawas", "BP-UPK", True),
)
"""User, title, and whether it signs the reports."""

DOCUMENTS = (
    NewDocument(
        LegalDocument.Kind.AGREEMENT, "MAD/CONTOH/01/2003", date(2003, 1, 1), "pembentukan UPK"
    ),
    NewDocument(LegalDocument.Kind.DECREE, "SK/CONTOH/02/2003", date(2003, 1, 1), "pengurus UPK"),
    NewDocument(
        LegalDocument.Kind.STATUTES,
        "AD-ART/CONTOH/2003",
        date(2003, 1, 1),
        "pengelolaan dana bergulir",
        is_public=False,
    ),
)


class ProfileDesk:
    """Writes the profile on the first day, before any books are closed."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.secretary = setting.users["sekretaris"]
        self._key = key

    def enter(self) -> None:
        """Texts with their later versions, officers, documents."""
        for plan in TEXTS:
            write_text(
                self.office, plan.key, plan.text,
                since=plan.since, request_key=self._key(), by=self.secretary,
            )  # fmt: skip
        names = {user.username: user.name for user in USERS if user.role != Role.DISTRICT}
        for username, title, signs in TITLES:
            new = NewOfficer(title, names[username], FIRST_DAY, signs)
            add_officer(self.office, new, request_key=self._key(), by=self.secretary)
        for document in DOCUMENTS:
            add_document(
                self.office, document,
                upload=sample_upload(), request_key=self._key(), by=self.secretary,
            )  # fmt: skip
