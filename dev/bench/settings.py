"""Besa's own settings, and one more address: a view with the same middleware and no query."""

from besa.config.settings import *  # noqa: F403

ROOT_URLCONF = "dev.bench.urls"
ALLOWED_HOSTS = ["*"]
