"""Measures the installation of this process's environment, and prints each result as a line of JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import django

django.setup()

from dev.bench.cases import cases  # noqa: E402  (models exist only after the set-up)
from dev.bench.pledges import pledge_cases  # noqa: E402

if __name__ == "__main__":
    what, *parts = sys.argv[1:]
    wanted = [part.casefold() for part in parts]
    for case in pledge_cases() if what == "pledges" else cases():
        if wanted and not any(part in case.name.casefold() for part in wanted):
            continue
        if measured := case.run(case.name):
            print(json.dumps(asdict(measured)), flush=True)
