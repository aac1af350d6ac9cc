"""The product's settings over a data folder of the run's own: a test never touches anyone's data."""

import atexit
import os
import shutil
import tempfile

_DATA = tempfile.mkdtemp(prefix="bulou-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["BULOU_DATA"] = _DATA

from bulou.site.settings import *  # noqa: E402, F403  the setting above decides where they point
