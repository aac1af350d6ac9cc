"""WSGI: the entry point of the server process, which is where the writer thread lives."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bulou.site.settings")
application = get_wsgi_application()

from bulou.desk import errands  # noqa: E402  # needs Django set up
from bulou.intake import writer  # noqa: E402  # needs Django set up

writer.start()
errands.serve()
