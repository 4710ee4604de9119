"""The one settings file. What differs between installations comes from the environment.

CROISEE_ORIGIN       the address people type, https://croisee.example; absent: a development
                     installation on http://localhost:8000
CROISEE_SECRET_KEY   required with an https origin
DATABASE_URL         postgresql://…; absent: SQLite in CROISEE_DATA
SMTP_URL             smtp+tls://user:password@host:587
CROISEE_FROM         sender of the mails
CROISEE_DATA         folder of the installation's own files, var/ by default
CROISEE_PROXIES      how many reverse proxies stand in front, 1 with https, else 0
CROISEE_DEMO         1: sign-in without mail, mails only to the loopback mailbox
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from croisee.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(environment.text("CROISEE_DATA", "var")).absolute()

# ---------------------------------------------------------------- installation
ORIGIN = environment.origin("CROISEE_ORIGIN", "http://localhost:8000")
DEMO = environment.flag("CROISEE_DEMO")
SECURE = ORIGIN.startswith("https://")
if DEMO and SECURE:
    raise ImproperlyConfigured(
        "CROISEE_DEMO lets anybody sign in: it never runs on an https origin."
    )
DEBUG = False
SECRET_KEY = (
    environment.required("CROISEE_SECRET_KEY", "50 random characters")
    if SECURE
    else environment.text("CROISEE_SECRET_KEY", "development-only-" + "x" * 40)
)
ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname, *(["127.0.0.1", "localhost"] if not SECURE else [])]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
INTERNAL_IPS: list[str] = []

INSTALLED_APPS = [
    "croisee.desk",
    "croisee.reports",
    "croisee.schemes.ranked",
    "croisee.placements",
    "croisee.offers",
    "croisee.editions",
    "croisee.directory",
    "croisee.people",
    "croisee.mail",
    "croisee.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "croisee.core.middleware.PlainAddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "croisee.people.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "croisee.people.middleware.SecondFactorMiddleware",
    "croisee.desk.views.view_as.ViewAsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "croisee.core.middleware.PrivatePagesMiddleware",
    "croisee.editions.trial_visit.TrialVisitMiddleware",
]

ROOT_URLCONF = "croisee.config.urls"
WSGI_APPLICATION = "croisee.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "croisee.desk.context.page_frame",
            ],
            "builtins": ["django.templatetags.i18n", "croisee.core.templatetags.look"],
        },
    }
]
FORM_RENDERER = "croisee.core.renderers.HouseRenderer"

# ---------------------------------------------------------------- data
DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "my_space"
STAFF_REDIRECT_URL = "desk:start"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "croisee.people.adapters.AccountAdapter"
MFA_ADAPTER = "croisee.people.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "croisee.people.forms.ActivateForm",
    "authenticate": "croisee.people.forms.SecondFactorForm",
    "reauthenticate": "croisee.people.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Croisée"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute off, or a slow typist (RFC 6238, 5.2 and 6)
# The limits per machine look behind as many proxies as there are, and no further.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.count("CROISEE_PROXIES", 1 if SECURE else 0)

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
LANGUAGE_COOKIE_NAME = "language"

# ---------------------------------------------------------------- static files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = DATA / "files"

# ---------------------------------------------------------------- mail
DEMO_SMTP = "smtp://127.0.0.1:" + environment.text("CROISEE_DEMO_SMTP_PORT", "8025")
_smtp = environment.smtp(DEMO_SMTP if DEMO else environment.text("SMTP_URL", DEMO_SMTP))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _smtp["EMAIL_HOST"]
EMAIL_PORT = _smtp["EMAIL_PORT"]
EMAIL_HOST_USER = _smtp["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _smtp["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _smtp["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _smtp["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _smtp["EMAIL_TIMEOUT"]
DEFAULT_FROM_EMAIL = environment.text("CROISEE_FROM", "Croisée <ne-pas-repondre@croisee.example>")

# ---------------------------------------------------------------- headers (reliability rule 17)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = _prefix + "session"
CSRF_COOKIE_NAME = _prefix + "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "croisee.core.log_lines.TokenlessFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"croisee": {"level": "INFO"}},
}
