"""Django settings. Whatever an installation may change is in `environment.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from besa.config import environment as env
from besa.config.databases import database_from
from besa.core.public_addresses import read_trust

ROOT = env.ROOT
DATA = env.data_folder()
TESTING = "pytest" in sys.modules
# Before numpy is loaded: our matrices are small, and OpenBLAS's other threads spin for a while after each of them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Who we are on the network ---------------------------------------------------
ALLOWED_HOSTS = env.read_list("BESA_HOSTS")
LOOPBACK = env.only_loopback(ALLOWED_HOSTS)
DEBUG = env.read_flag("BESA_DEBUG")
SECRET_KEY = env.read("BESA_SECRET_KEY") or ("insecure-and-only-for-loopback" if LOOPBACK else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "BESA_SECRET_KEY must be set when BESA_HOSTS names a host outside this machine."
    )
if DEBUG and not LOOPBACK:
    raise ImproperlyConfigured("BESA_DEBUG is refused when BESA_HOSTS names a host outside this machine.")
LOCAL_PORT = env.read("BESA_PORT")  # of links in mails while there is no public address
PUBLIC_ADDRESS = env.read("BESA_ADDRESS")
BEHIND_PROXY = env.read_flag("BESA_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_COOKIES = not LOOPBACK
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 0 if LOOPBACK else 31_536_000
SECURE_SSL_REDIRECT = False  # the reverse proxy's work
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # OpenStreetMap's tiles need a Referer
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BRAND_HOSTS = env.read("BESA_BRAND_HOSTS")
DEMO = env.read_flag("BESA_DEMO")

# What runs -------------------------------------------------------------------
INSTALLED_APPS = [
    "besa.site",
    "besa.open311",
    "besa.api",
    "besa.alerts",
    "besa.practice",
    "besa.desk",
    "besa.delivery",
    "besa.publications",
    "besa.insights",
    "besa.reports",
    "besa.pledges",
    "besa.people",
    "besa.places",
    "besa.ledger",
    "besa.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "django_q",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "besa.core.middleware.BrandMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "besa.core.middleware.LanguageMiddleware",
    "besa.core.middleware.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "besa.people.middleware.AccessMiddleware",
    "besa.people.middleware.RequireSecondFactorMiddleware",
    "besa.people.middleware.SessionActivityMiddleware",
    "besa.practice.middleware.PracticeMiddleware",
]
ROOT_URLCONF = "besa.config.urls"
CSRF_FAILURE_VIEW = "besa.core.views.errors.csrf_failure"
WSGI_APPLICATION = "besa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "besa.core.context_processors.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "besa.core.templatetags.besa",
            ],
        },
    }
]

FORM_RENDERER = "besa.core.form_renderer.FormRenderer"

# Data ------------------------------------------------------------------------
DATABASES = {"default": database_from(env.read("BESA_DATABASE"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "media"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
Q_CLUSTER = {
    "name": "besa",
    "orm": "default",
    "workers": 1,
    "timeout": 60,
    "retry": 75,  # longer than the timeout, or a task still running is handed out twice
    "max_attempts": 12,
    "poll": 0.2,
    "save_limit": 100,
    "ack_failures": True,
    "catch_up": False,
    "bulk": 20,
    "label": "Besa",
}

# Mail ------------------------------------------------------------------------
MAIL_ADDRESS = env.read("BESA_MAIL")
DEFAULT_FROM_EMAIL = env.read("BESA_MAIL_FROM")
MAIL_REPLIES = env.read("BESA_MAIL_REPLIES")
MAIL_LISTEN = env.read("BESA_MAIL_LISTEN")
MAIL_CERTIFICATE = env.read("BESA_MAIL_CERTIFICATE")
MAIL_CERTIFICATE_KEY = env.read("BESA_MAIL_CERTIFICATE_KEY")

# People ----------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "site:after_sign_in"
LOGIN_URL = "account_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_ADAPTER = "besa.people.adapters.AccountAdapter"
MFA_ADAPTER = "besa.people.adapters.MFAAdapter"
ACCOUNT_FORMS = {
    "login": "besa.people.forms.SignInForm",
    "signup": "besa.people.forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # allauth asks for a password at sign-in only if listed here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True  # one address for each person; a new one replaces the old when confirmed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# Codes: nine digits, grouped, that a phone's number pad can type. Mail in villages is slow: 15 minutes.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 9}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# A whole village may share one address: what is limited is the e-mail and the person. The limits by address
# only stop floods. Mails to one recipient are limited once more in the database, see people/mail_allowance.py.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "600/m/ip,5/5m/key",
    "request_login_code": "600/m/ip,3/m/key,12/h/key",
    "signup": "300/m/ip",
    "reset_password": "600/m/ip,3/m/key,12/h/key",
    "reset_password_from_key": "600/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/10s/key",
}
MFA_FORMS = {
    "add_webauthn": "besa.people.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "besa.people.forms.passkeys.EditPasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Besa"
MFA_TOTP_TOLERANCE = 1  # cheap phones' clocks are off by half a minute
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK
USERSESSIONS_TRACK_ACTIVITY = True

# Language and time -----------------------------------------------------------
LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", "Shqip"), ("sr-latn", "Srpski"), ("sr", "Српски"), ("en", "English")]
LOCALE_PATHS = [ROOT / "besa" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"  # the legal time of both countries, GMT+1 with European summer time
FORMAT_MODULE_PATH = ["besa.core.formats"]

# Addresses chosen by users ---------------------------------------------------
PUSH_KEY = env.read("BESA_PUSH_KEY")
PUSH_KEY_FILE = DATA / "push-key.pem"
PUSH_SERVICES = env.read_list("BESA_PUSH_SERVICES")
OUTWARD_TRUSTED = read_trust(env.read_list("BESA_OUTWARD_TRUSTED"))

# What the browser loads ------------------------------------------------------
NODE_MODULES = ROOT / "node_modules"
FONT_PACKAGE = NODE_MODULES / "@fontsource-variable" / "source-sans-3"
FONT_FOLDER = DATA / "fonts"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"  # made again when a source changes
STATICFILES_DIRS: list[tuple[str, Path]] = [
    ("npm/maplibre-gl", NODE_MODULES / "maplibre-gl" / "dist"),
    ("core/fonts", FONT_FOLDER),
    ("npm/altcha", NODE_MODULES / "altcha" / "dist_external"),
]
COLLECTED_FILES = [
    "npm/maplibre-gl/maplibre-gl-csp.js",
    "npm/maplibre-gl/maplibre-gl-csp-worker.js",
    "npm/maplibre-gl/maplibre-gl.css",
    "npm/altcha/worker.js",
    "core/fonts/*",
]
STATICFILES_FINDERS = [
    "besa.core.npm_finder.NpmFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
_static_storage = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TESTING
    else ("besa.core.static_storage.HashedStaticFiles")
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}
WHITENOISE_MAX_AGE = 60
MAP_TILES = env.read("BESA_MAP_TILES")
MAP_ATTRIBUTION = env.read("BESA_MAP_ATTRIBUTION")
GEOCODER = env.read("BESA_GEOCODER")
_tile_origin = ["/".join(MAP_TILES.split("/")[:3])] if MAP_TILES.startswith("http") else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_tile_origin],
        "connect-src": [SELF, *_tile_origin],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # the set-up makes those folders

# The public ledger -----------------------------------------------------------
LEDGER_ORIGIN = env.read("BESA_LEDGER_ORIGIN")
LEDGER_FOLDER = DATA / "ledger"

# Clips -----------------------------------------------------------------------
FFMPEG = env.read("BESA_FFMPEG")

# Logs ------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
