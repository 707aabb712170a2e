"""Settings of the installation, read from the environment (README, "Environment variables").

Nothing here is guessed from a host name, and every secret has a file of its own in ``var/``
(mode 600) when the environment doesn't give it.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("BERGULIR_VAR", BASE_DIR / "var"))


def env_bool(name: str, default: bool = False) -> bool:
    """Read ``True`` or ``False`` from the environment; anything else is a mistake and raises."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}")
    return value == "True"


def secret_file(name: str) -> Path | None:
    """Where a secret stands: in ``NAME_FILE``, else ``var/name``; nowhere if ``NAME`` is given."""
    if os.environ.get(name):
        return None
    return Path(os.environ.get(f"{name}_FILE", VAR_DIR / name.lower()))


def env_secret(name: str, make=lambda: secrets.token_urlsafe(50)) -> str:
    """Read a secret from ``NAME``, else from its ``secret_file``.

    The file in ``var/`` is made once, readable by its owner alone.
    """
    path = secret_file(name)
    if path is None:
        return os.environ[name]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of the same start was faster
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(make())
    return path.read_text().strip()


DEBUG = env_bool("DEBUG")
SECRET_KEY = env_secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = [k for k in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if k]
# NIK and KK are stored encrypted under this key and found by an HMAC under the other one.
IDENTITY_KEY = env_secret("IDENTITY_KEY", make=lambda: Fernet.generate_key().decode())
IDENTITY_DIGEST_KEY = env_secret("IDENTITY_DIGEST_KEY")
# Where both stand, so that new ones are seen at once; the ones before, while rows need them.
IDENTITY_KEYS_AT_START = {
    "IDENTITY_KEY": IDENTITY_KEY,
    "IDENTITY_DIGEST_KEY": IDENTITY_DIGEST_KEY,
}
IDENTITY_KEY_FILE = secret_file("IDENTITY_KEY")
IDENTITY_DIGEST_KEY_FILE = secret_file("IDENTITY_DIGEST_KEY")
IDENTITY_KEY_OLD = os.environ.get("IDENTITY_KEY_OLD", "")
IDENTITY_DIGEST_KEY_OLD = os.environ.get("IDENTITY_DIGEST_KEY_OLD", "")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Where the public finds this installation: for QR codes on issued reports. Empty: no QR code.
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "auditlog",
    "upk.apps.UpkConfig",
    "upk.trail.apps.TrailConfig",
    "upk.offices.apps.OfficesConfig",
    "upk.signin.apps.SigninConfig",
    "upk.ledger.apps.LedgerConfig",
    "upk.cash.apps.CashConfig",
    "upk.assets.apps.AssetsConfig",
    "upk.budget.apps.BudgetConfig",
    "upk.profile.apps.ProfileConfig",
    "groups.apps.GroupsConfig",
    "visits.apps.VisitsConfig",
    "training.apps.TrainingConfig",
    "loans.apps.LoansConfig",
    "maintenance.apps.MaintenanceConfig",
    "goats.apps.GoatsConfig",
    "grants.apps.GrantsConfig",
    "closing.apps.ClosingConfig",
    "oversight.apps.OversightConfig",
    "reports.apps.ReportsConfig",
    "upk.desk.apps.DeskConfig",
    "upk.desk.district.apps.DistrictConfig",
    "upk.desk.moving.apps.MovingConfig",
    "upk.desk.privacy.apps.PrivacyConfig",
]
MIDDLEWARE = [
    "upk.running.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "upk.signin.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "upk.running.middleware.GateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "upk.asked.Utf8Middleware",
    "upk.asked.NoNullMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "upk.trail.acting.TrailMiddleware",
    "upk.offices.sessions.IdleSessionMiddleware",
    "upk.signin.gate.SignInMiddleware",
    "upk.running.middleware.SignedInMiddleware",
    "upk.running.pace.PaceMiddleware",
    "upk.access.RolesMiddleware",
    "upk.running.scanning.ScanMiddleware",
    "upk.asked.VisibleTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "upk.running.busy.BusyMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "upk.urls"
WSGI_APPLICATION = "upk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "upk.desk.navigation.navigation",
                "upk.signin.gate.notices",
                "upk.running.pages.in_pages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'bergulir.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "upk.sqlite"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    # A guard's condition is long and hardly ever worked out to its end. With many offices
    # PostgreSQL takes it for dear and compiles it first: 70 ms a posting (docs/benchmarks.md).
    _OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
    _OPTIONS.setdefault("connect_timeout", 5)
    _OPTIONS["options"] = f"-c jit=off {_OPTIONS.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "upk.offices.backends.OfficeBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Long rather than odd (ASVS 2.1): no rule asks for capitals or signs, none ends a password by date.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "upk.offices.passwords.LeakedValidator"},
    {"NAME": "upk.offices.passwords.KnownWordsValidator"},
]
CSRF_FAILURE_VIEW = "upk.running.pages.csrf_failure"
LOGIN_URL = "offices:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "offices:login"
# Five wrong passwords for one name from one address lock that pair for a quarter of an hour, which
# further attempts don't prolong; upk/offices/throttle.py has the limits of a name and an address.
AXES_HANDLER = "upk.offices.throttle.LoginThrottle"
AXES_CLIENT_IP_CALLABLE = "upk.offices.throttle.client_address"
AXES_FAILURE_LIMIT = 5
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "offices/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# The first wrong code makes the next wait a second, each further one doubles it (django-otp).
OTP_TOTP_THROTTLE_FACTOR = 1
SESSION_ENGINE = "upk.signin.sessions"
SESSION_IDLE_MINUTES = int(os.environ.get("SESSION_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = 12 * 3600  # the longest working day; idle sessions end earlier
SESSION_COOKIE_HTTPONLY = True
HTTPS = env_bool("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# With HTTPS browsers take these names from this host alone, never from a neighbour of its domain.
_COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
BROWSER_COOKIE_NAME = f"{_COOKIE_PREFIX}peramban"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# The host is Bergulir's own; False where a sub-domain of it is served without HTTPS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env_bool("HSTS_SUBDOMAINS", True)
# The proxy sends browsers from HTTP to HTTPS; this is for the day on which it was set up wrongly.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from beside, past the proxy
# No host is put on the browsers' own list for good by a default of ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],  # objects, frames, workers, media and what will come
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Changes of records are told by the library to a table of ours (decision 030); it has none itself.
AUDITLOG_LOGENTRY_MODEL = "trail.TrailEntry"
AUDITLOG_STORE_JSON_CHANGES = True
AUDITLOG_USE_BASE_MANAGER = True
MIGRATION_MODULES = {"auditlog": None}

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages alone use them


def WHITENOISE_ADD_HEADERS_FUNCTION(headers, path: str, url: str) -> None:
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "files"))
# Where manage.py backup writes, and what it encrypts with (docs/operation.md, "Backup").
BACKUP_DIR = Path(os.environ.get("BACKUP_DIR", VAR_DIR / "backup"))
BACKUP_PASSPHRASE = os.environ.get("BACKUP_PASSPHRASE", "")
BACKUP_PASSPHRASE_FILE = os.environ.get("BACKUP_PASSPHRASE_FILE", "")
# A photo or PDF that is uploaded may be so large, and an entry may have so many of them.
UPLOAD_MEGABYTES = int(os.environ.get("UPLOAD_MEGABYTES", "5"))
FILES_PER_ENTRY = int(os.environ.get("FILES_PER_ENTRY", "10"))
# A photo of a road may be so large before it is made small, and an occasion may have so many.
PHOTO_MEGABYTES = int(os.environ.get("PHOTO_MEGABYTES", "10"))
PHOTOS_PER_OCCASION = int(os.environ.get("PHOTOS_PER_OCCASION", "6"))

# PDFs are made in processes of their own, at most so many at once; seconds until one is given up,
# and until somebody who waits for a place is told to come back.
PDF_WORKERS = int(os.environ.get("PDF_WORKERS", "2"))
PDF_TIMEOUT = int(os.environ.get("PDF_TIMEOUT", "120"))
PDF_WAIT = 30

# A request may be so large (ten files of an entry, six photos); so much must be free on the disk.
REQUEST_MEGABYTES = int(os.environ.get("REQUEST_MEGABYTES", "64"))
LEAST_FREE_MEGABYTES = int(os.environ.get("LEAST_FREE_MEGABYTES", "200"))

# What one user may send and take away in a minute, by process; 0 is as much as one likes.
FORMS_PER_MINUTE = int(os.environ.get("FORMS_PER_MINUTE", "240"))
FILES_PER_MINUTE = int(os.environ.get("FILES_PER_MINUTE", "60"))

# ClamAV's clamd, by its socket or HOST:PORT on this machine; empty: files aren't scanned.
CLAMD = os.environ.get("CLAMD", "")

# Lines of JSON on the terminal (in an office: the journal of the system). INFO tells every request.
LOG_LEVEL = os.environ.get("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "upk.running.logs.JsonLines"}},
    "filters": {"has_error": {"()": "upk.running.logs.HasError"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        "django.request": {"level": "ERROR", "filters": ["has_error"]},
        "django.security.csrf": {"level": "ERROR"},  # repeats what another site sent
        "axes": {"level": "ERROR"},  # names who was locked out
    },
}
