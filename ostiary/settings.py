"""Django's settings, all derived from what the operator set (`config.py`)."""

from . import config as configuration
from .database import database

CONFIG = configuration.load()

SECRET_KEY, *SECRET_KEY_FALLBACKS = CONFIG.keys
ALLOWED_HOSTS = list(CONFIG.hosts)
DEBUG = False
SECURE = CONFIG.url.startswith("https://")

INSTALLED_APPS = [
    "ostiary",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "heroicons",
    "template_partials",
    "django.forms",
]

MIDDLEWARE = [
    "ostiary.web.middleware.request_marks",
    "ostiary.web.headers.security_headers",
    "ostiary.api.door.api_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ostiary.web.middleware.visits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ostiary.web.refusals.RefusalsAsPages",
]

ROOT_URLCONF = "ostiary.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ostiary.web.context.page",
            ],
            "libraries": {"display": "ostiary.web.display", "heroicons": "ostiary.web.icons"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(CONFIG.database_url, CONFIG.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "ostiary.Person"
PASSWORD_HASHERS = ["ostiary.hashers.Argon2idHasher"]

# The languages that have all texts; the rest would be a mixture of ours and Django's.
LANGUAGES = [("en", "English")]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "ostiary.formats"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ostiary.web.assets.Assets"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no page of another site reads them (ASVS 3.4.2)

MESSAGE_STORAGE = "ostiary.web.toasts.Toasts"
# The __Host- prefix binds a cookie to this host and to TLS (ASVS 3.3.1); plain http is for a loopback trial.
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = COOKIE_PREFIX + "ostiary"
SESSION_COOKIE_SECURE = SECURE  # also read by the messages cookie
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ostiary.web.refusals.csrf_failed"

# 10,000 services in one post are an honest form; ten times that is not.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["ostiary.web.uploads.NoFiles"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "ostiary.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # It names the key of everybody who signs in.
    "loggers": {"fido2": {"level": "WARNING"}},
}
