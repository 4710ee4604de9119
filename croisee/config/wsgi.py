"""The WSGI entry for any server: croisee.config.wsgi:application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
application = get_wsgi_application()

# What is loaded now stays: Python's garbage collector walked through all of it again and again,
# and stopped a page for 90 ms each time (docs/performance.md).
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
