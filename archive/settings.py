"""Settings of the archive, read from the environment and from ``.env``.

Three modes, chosen by DEBUG and SITE_URL alone (docs/decisions/0001):

* local: neither set. Everything has a default; nothing secret is shown on errors.
* development: ``DEBUG=true``. The same, with Django's error pages.
* production: ``DEBUG=false``, or a SITE_URL that others can reach. Nothing has a
  default that would be wrong for visitors; start-up stops where a value is missing.

Every variable read here is explained in ``.env.example``.
"""

import tomllib
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from archive.databases import database, replicas
from archive.startup import (
    BASE_DIR,
    clean_site_url,
    digest_of_code,
    environment,
    is_loopback,
    is_reached_from_here_alone,
    local_secret_key,
    networks,
    refuse_any_host,
    refuse_public_hosts,
    refuse_weak_key,
)
from quotes.text import interface

VAR = BASE_DIR / "var"
RELEASE: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
CODE_DIGEST = digest_of_code()

env = environment()


# --- Mode ---------------------------------------------------------------------------

try:
    debug: bool | None = env.bool("DEBUG", default=None)
except EnvError:
    raise ImproperlyConfigured("DEBUG must be true or false, or not be set.") from None
try:
    port = env.int("PORT", default=8000)
except EnvError:
    raise ImproperlyConfigured("PORT must be a number, such as 8000.") from None

SITE_URL = clean_site_url(env.str("SITE_URL", "") or f"http://127.0.0.1:{port}")
SECRET_KEY = env.str("SECRET_KEY", "")
hosts: list[str] = env.list("ALLOWED_HOSTS", [])
ALLOWED_HOSTS = [host.strip() for host in hosts if host.strip()]
database_url = env.str("DATABASE_URL", "")
search_index_dir = env.str("SEARCH_INDEX_DIR", "")

DEBUG = bool(debug)
PRODUCTION = debug is False or not is_loopback(SITE_URL)
HTTPS = SITE_URL.startswith("https://")

if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        f"DEBUG=true would show this program's source to the visitors of {SITE_URL}: "
        "set DEBUG=false, or take SITE_URL out."
    )
if PRODUCTION:
    required = {
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": env.str("SITE_URL", ""),
        "ALLOWED_HOSTS": ALLOWED_HOSTS,
        "DATABASE_URL": database_url,
        "SEARCH_INDEX_DIR": search_index_dir,
    }
    if missing := [name for name, value in required.items() if not value]:
        raise ImproperlyConfigured(
            f"A public archive needs {', '.join(missing)}: set what is missing in the "
            "environment or in .env, as .env.example explains."
        )
    if not HTTPS and not is_loopback(SITE_URL):
        raise ImproperlyConfigured(
            f"SITE_URL is {SITE_URL}, where editors' passwords could be read on the "
            "way: serve the archive by https and set SITE_URL to that address."
        )
    refuse_weak_key(SECRET_KEY, is_public=not is_reached_from_here_alone(SITE_URL, ALLOWED_HOSTS))
    refuse_any_host(ALLOWED_HOSTS)
else:
    refuse_public_hosts(ALLOWED_HOSTS)
    SECRET_KEY = SECRET_KEY or local_secret_key(VAR / "secret_key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or [".localhost", "127.0.0.1", "[::1]"]
    VAR.mkdir(exist_ok=True)

SEARCH_INDEX_DIR = BASE_DIR / (search_index_dir or "var/index")
# Pictures of passages; they are drawn again wherever they are missing.
CARD_DIR = SEARCH_INDEX_DIR.with_name(f"{SEARCH_INDEX_DIR.name}-cards")
# Public pages that are kept; they too are made again.
PAGES_DIR = SEARCH_INDEX_DIR.with_name(f"{SEARCH_INDEX_DIR.name}-pages")
# Beside the index, so that two archives from one checkout don't offer each other's export.
beside_index = f"{search_index_dir.rstrip('/')}-export" if search_index_dir else "var/export"
EXPORT_DIR = BASE_DIR / (env.str("EXPORT_DIR", "") or beside_index)


# --- Database -----------------------------------------------------------------------

DATABASES = {"default": database(database_url or "sqlite:///var/archive.sqlite3", BASE_DIR)}
# Where readers' pages are read from, the nearest first, and how many seconds one of them may be
# behind the primary (archive/replicas.py).
REPLICAS = replicas(env.str("DATABASE_REPLICA_URLS", ""), BASE_DIR, DATABASES["default"])
DATABASES |= REPLICAS
try:
    REPLICA_MAX_LAG = env.float("REPLICA_MAX_LAG", 10)
except EnvError:
    raise ImproperlyConfigured("REPLICA_MAX_LAG must be a number of seconds, such as 10.") from None
if not 1 <= REPLICA_MAX_LAG <= 3600:
    raise ImproperlyConfigured("REPLICA_MAX_LAG must be from 1 to 3600 seconds.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- Server -------------------------------------------------------------------------

# The archive stands at the root of its address. Django would otherwise ask the request, whose
# answer would go into addresses that are kept for others.
FORCE_SCRIPT_NAME = ""
# Whose X-Forwarded-For says where a request comes from; gunicorn.conf.py reads it as well.
TRUSTED_PROXIES = networks(
    env.list("FORWARDED_ALLOW_IPS", ["127.0.0.1", "::1"] if PRODUCTION and HTTPS else [])
)
# How many of the costly requests a process takes on at once, and of these from one address.
try:
    COSTLY_REQUESTS = env.int("COSTLY_REQUESTS", 3)
    COSTLY_REQUESTS_PER_CLIENT = env.int("COSTLY_REQUESTS_PER_CLIENT", 2)
except EnvError:
    raise ImproperlyConfigured(
        "COSTLY_REQUESTS and COSTLY_REQUESTS_PER_CLIENT must be numbers, such as 3 and 2."
    ) from None


# --- Application --------------------------------------------------------------------

INSTALLED_APPS = [
    "quotes.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "tree_queries",
    "simple_history",
    "csp",
    "axes",
    "quotes.apps.QuotesConfig",
]
MIDDLEWARE = [
    "archive.call_stack.CallStackMiddleware",
    "archive.compression.CompressionMiddleware",
    "quotes.middleware.OpenToScriptsMiddleware",
    "quotes.middleware.HeadMiddleware",
    "archive.replicas.ReplicaMiddleware",
    "quotes.middleware.DatabaseDownMiddleware",
    "archive.deadlines.DatabaseDeadlineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.csp.ContentPolicyMiddleware",
    "archive.limits.CostlyRequestsMiddleware",
    "quotes.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "quotes.middleware.PastedAddressMiddleware",
    "quotes.middleware.ReadOnlyPagesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "archive.urls"
CSRF_FAILURE_VIEW = "quotes.middleware.stale_form"
WSGI_APPLICATION = "archive.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Compiled once; ours in the interface's language (docs/decisions/0044).
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "quotes.templatetags.reading.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "builtins": ["quotes.templatetags.addresses", "quotes.templatetags.interface"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        # Only for macros; see quotes.templatetags.macros.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "quotes.templatetags.macros.environment"},
    },
]
try:
    KEPT_PAGES_MB = env.int("KEPT_PAGES_MB", 256)
except EnvError:
    raise ImproperlyConfigured("KEPT_PAGES_MB must be a number, such as 256.") from None
# Pages whose address has something that a reader typed are kept in memory alone:
# nothing that a reader asks for is written to a disk.
NOTHING = "django.core.cache.backends.dummy.DummyCache"
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "archive.page_cache.PageCache" if KEPT_PAGES_MB > 0 else NOTHING,
        "LOCATION": PAGES_DIR,
        "OPTIONS": {"MEGABYTES": KEPT_PAGES_MB},
    },
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if KEPT_PAGES_MB > 0
        else NOTHING,
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}
# Editors type ISO dates beside EDTF; Django's own for en-gb are 28/11/2026.
FORMAT_MODULE_PATH = "archive.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# One language an installation (docs/decisions/0044). It is set here, before what speaks it is
# imported; English looks nothing up.
INTERFACE_LANGUAGE = env.str("INTERFACE_LANGUAGE", "") or interface.ENGLISH
if INTERFACE_LANGUAGE not in interface.available_languages():
    raise ImproperlyConfigured(
        f"INTERFACE_LANGUAGE is {INTERFACE_LANGUAGE!r}: the pages can be had in "
        f"{', '.join(interface.available_languages())}."
    )
interface.use_language(INTERFACE_LANGUAGE)
USE_I18N = INTERFACE_LANGUAGE != interface.ENGLISH
LANGUAGE_CODE = INTERFACE_LANGUAGE if USE_I18N else "en-gb"

# An interview's turns are edited on one page, with several fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000


# --- API ----------------------------------------------------------------------------

# REST framework is no app here: it would bring pages, scripts and tables that nothing uses.
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    # “format” is a filter of interviews.
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "quotes.api.base.refusal",
}


# --- Static files -------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only production collects; elsewhere WhiteNoise serves the files where they lie, and an
# old collection can't hide a new file.
STATIC_ROOT = VAR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
staticfiles = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": staticfiles},
}


# --- Security -----------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Where the log-in leads when it was given no page of this site to go on to.
LOGIN_REDIRECT_URL = "admin:index"

# Of failed log-ins, address and name are kept until the next one after the time is up. Locked is
# the address and not the account, or anybody could keep the editors out.
AUTHENTICATION_BACKENDS = [
    "archive.authentication.LoginGuard",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "archive.authentication.FailedLogins"
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "archive.limits.client_network"
AXES_LOCKOUT_CALLABLE = "archive.authentication.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# gunicorn believes X-Forwarded-Proto from FORWARDED_ALLOW_IPS alone, so
# SECURE_PROXY_SSL_HEADER, which believes anyone, stays unset.
SECURE_SSL_REDIRECT = PRODUCTION and HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION and HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION and HTTPS
X_FRAME_OPTIONS = "DENY"
# HSTS for sub-domains and preload lists: other hosts under the domain aren't ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}


# --- Logging ------------------------------------------------------------------------

# To stderr, for whatever runs the process to keep. Nothing of readers: neither what they sent,
# which may be quoted in the message of an error, nor their addresses (archive/logs.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "archive.logs.DiscreetFormatter",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "filters": {
        "operators": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://archive.logs.is_of_operators",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A refused or missing page is the visitor's news, not the operator's.
        "django.request": {"level": "ERROR", "filters": ["operators"]},
        "django.security": {"level": "CRITICAL"},
        # It names who failed to log in.
        "axes": {"level": "CRITICAL"},
        "quotes": {"level": "INFO"},
    },
}
