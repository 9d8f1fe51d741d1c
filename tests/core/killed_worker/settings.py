"""The usual settings, with one more app and leases that end soon, so that the test need not wait a minute."""

from besa.config.settings import *  # noqa: F403
from besa.config.settings import INSTALLED_APPS, Q_CLUSTER

INSTALLED_APPS = ["tests.core.killed_worker.apps.KilledWorkerConfig", *INSTALLED_APPS]
Q_CLUSTER = {**Q_CLUSTER, "timeout": 2, "retry": 3}
