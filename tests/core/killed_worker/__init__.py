"""An installation whose worker is killed while it works; see `test_worker_killed.py`."""
