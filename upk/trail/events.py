"""What the trail tells: changes of records, who came in, and what left the office."""

from django.db import models


class Event(models.TextChoices):
    """What happened. The first three come by themselves, the others from ``services.record``."""

    CREATED = "created", "Dibuat"
    CHANGED = "changed", "Diubah"
    DELETED = "deleted", "Dihapus"
    LOGIN = "login", "Masuk"
    LOGIN_FAILED = "login_failed", "Gagal masuk"
    LOGOUT = "logout", "Keluar"
    LOCKED_OUT = "locked_out", "Terkunci karena salah kata sandi"
    NEW_DEVICE = "new_device", "Masuk dari perangkat baru"
    SESSIONS_ENDED = "sessions_ended", "Perangkat dikeluarkan"
    PASSWORD_CHANGED = "password_changed", "Kata sandi diganti"
    PASSWORD_RESET = "password_reset", "Kata sandi dibuatkan baru"
    TWO_FACTOR_ON = "two_factor_on", "Langkah kedua dinyalakan"
    TWO_FACTOR_OFF = "two_factor_off", "Langkah kedua dimatikan"
    TWO_FACTOR_FAILED = "two_factor_failed", "Kode langkah kedua salah"
    RECOVERY_CODE_USED = "recovery_code_used", "Kode pemulihan dipakai"
    IDENTITY_SHOWN = "identity_shown", "NIK/KK ditampilkan"
    PERSONAL_EXPORT = "personal_export", "Data pribadi diunduh"
    ISSUED_DOWNLOAD = "issued_download", "Laporan terbit diunduh"
    OFFICE_EXPORT = "office_export", "Data kantor diunduh"
    TRAIL_EXPORT = "trail_export", "Jejak perubahan diunduh"
    MOVED_IN = "moved_in", "Data pindahan dimasukkan"
    KEY_ROTATED = "key_rotated", "Kunci NIK/KK diganti"
    ANONYMISED = "anonymised", "Data pribadi dihapus"
    BACKUP = "backup", "Cadangan data dibuat"
    BACKUP_FAILED = "backup_failed", "Cadangan data gagal"
    RESTORED = "restored", "Data dipulihkan dari cadangan"
    SETTING_CHANGED = "setting_changed", "Pengaturan diubah"


OF_RECORDS = (Event.CREATED, Event.CHANGED, Event.DELETED)
"""Events with what stood there before and after."""

BY_NUMBER = dict(enumerate(OF_RECORDS))
"""The library's numbers of what became of a row."""
