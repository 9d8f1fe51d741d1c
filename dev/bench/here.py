"""Measures the installation of this process's environment, and prints the results as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

import django

django.setup()

from dev.bench.cases import run_cases  # noqa: E402  (models exist only after the set-up)

if __name__ == "__main__":
    print(json.dumps([asdict(measured) for measured in run_cases()]))
