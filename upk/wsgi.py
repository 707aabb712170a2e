"""The WSGI entry point that the server loads."""

import gc
import multiprocessing
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upk.settings")

if multiprocessing.parent_process() is not None:
    # One of several worker processes. Ctrl-C must reach the server alone, which then ends its
    # workers: one that gets both signals at once hangs until it is killed.
    os.setpgid(0, 0)

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- loads all views now, not at the first request
# What is loaded by now stays for good: the garbage collector needn't walk through it again and
# again while requests are served (a tenth of their time).
gc.collect()
gc.freeze()
