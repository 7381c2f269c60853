"""python -m antigone.register.work: the worker that `antigone serve` starts."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antigone.register.project.settings")
django.setup()

from antigone.register.work.worker import end_with_parent, run_for_ever  # noqa: E402

end_with_parent()
run_for_ever()
