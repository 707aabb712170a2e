"""The lists that an office starts with [chosen]; each office renews them as it likes.

No source gives them (domain.md 12). Papers follow form 10 of the programme's handbook for a savings
and loan group; the nine questions of the member form are put so that *yes* is the good answer; a
group is graded by what its books, meetings, savings and instalments show. No Django here.
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

DEFAULT_LISTS = {
    "papers": tuple((text, 0) for text in PAPERS),
    "member": tuple((text, 0) for text in MEMBER_QUESTIONS),
    "group": GROUP_GRADING,
}
"""Text and weight of each line, by ``Checklist.Kind``."""
