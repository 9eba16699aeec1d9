"""The archive for a WSGI server: ``gunicorn archive.wsgi``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import resolve

# The status by which a gunicorn worker tells that another try is useless.
CANNOT_START = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
try:
    application = get_wsgi_application()
    # Needs the apps, which the line above sets up.
    from archive.authentication import refuse_demo_editor

    refuse_demo_editor()
    connections.close_all()
    # Imports the pages now, and not while the first reader waits.
    resolve("/")
except ImproperlyConfigured as error:
    print(error, file=sys.stderr, flush=True)  # noqa: T201  no logging yet
    sys.exit(CANNOT_START)
