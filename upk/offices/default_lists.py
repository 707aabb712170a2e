"""The lists that an office starts with [chosen]; each office renews them as it likes.

No source gives them (domain.md 12). Papers follow form 10 of the programme's handbook for a savings
and loan group; the nine questions of the member form are put so that *yes* is the good answer; a
group is graded by what its books, meetings, savings and instalments show; a household is
judged by what a visit shows of its house, food, health and income. No Django here.
"""

PAPERS = (
    "Surat permohonan pinjaman kelompok",
    "Profil kelompok",
    "Daftar pengurus kelompok",
    "Daftar anggota dan calon pemanfaat dengan besar pinjamannya",
    "Fotokopi KTP dan KK setiap calon pemanfaat",
    "Rencana kegiatan kelompok (formulir 7.d)",
    "Rencana pengembalian pinjaman",
    "Surat pernyataan tanggung renteng",
    "Aturan kelompok (AD/ART)",
    "Berita acara musyawarah kelompok",
    "Buku kas dan catatan pinjaman kelompok",
    "Catatan tabungan anggota",
    "Fotokopi buku rekening kelompok",
    "Surat rekomendasi kepala desa",
)

MEMBER_QUESTIONS = (
    "Usahanya sudah berjalan sedikitnya enam bulan",
    "Penduduk tetap desa ini",
    "Aktif dalam pertemuan kelompok",
    "Mempunyai tabungan di kelompok",
    "Tidak mempunyai tunggakan di kelompok atau lembaga lain",
    "Pinjaman akan dipakai untuk usaha",
    "Keluarga mengetahui dan menyetujui pinjaman ini",
    "Angsuran pinjaman yang lalu dibayar tepat waktu, atau belum pernah meminjam",
    "Bersedia menanggung renteng bila anggota lain menunggak",
)

GROUP_GRADING = (
    ("Administrasi dan pembukuan kelompok tertib", 20),
    ("Pertemuan rutin berjalan dan dihadiri anggota", 15),
    ("Tabungan anggota berjalan dan tercatat", 15),
    ("Angsuran pinjaman dibayar tepat waktu", 25),
    ("Aturan kelompok tertulis dan dijalankan", 10),
    ("Pengurus lengkap dan bekerja", 10),
    ("Usaha anggota berkembang", 5),
)

HOUSEHOLD_CRITERIA = (
    ("Lantai rumah kurang dari 8 m² untuk setiap orang", 7),
    ("Lantai rumah dari tanah, bambu, atau kayu murahan", 7),
    ("Dinding dari bambu, rumbia, kayu murahan, atau tembok tanpa plester", 7),
    ("Tidak mempunyai tempat buang air besar sendiri", 7),
    ("Penerangan tanpa listrik", 6),
    ("Air minum dari sumur atau mata air tidak terlindung, sungai, atau air hujan", 7),
    ("Memasak dengan kayu bakar, arang, atau minyak tanah", 5),
    ("Makan daging, susu, atau ayam paling banyak sekali seminggu", 6),
    ("Membeli paling banyak satu setel pakaian setahun", 6),
    ("Makan paling banyak dua kali sehari", 10),
    ("Tidak sanggup membayar pengobatan di puskesmas", 8),
    ("Kepala rumah tangga buruh, petani gurem, atau tanpa penghasilan tetap", 9),
    ("Kepala rumah tangga tidak tamat SD", 7),
    ("Tidak mempunyai tabungan atau barang yang mudah dijual", 8),
)

DEFAULT_LISTS = {
    "papers": tuple((text, 0) for text in PAPERS),
    "member": tuple((text, 0) for text in MEMBER_QUESTIONS),
    "group": GROUP_GRADING,
    "household": HOUSEHOLD_CRITERIA,
}
"""Text and weight of each line, by ``Checklist.Kind``."""
