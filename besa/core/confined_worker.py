"""Takes from this process what its work does not need, and becomes the program it was started for.

Started by `besa.core.confinement`: `confined_worker.py <limits as JSON> <program>`. Not part of the package beside it,
so that it starts without importing Django.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import sys

KINDS = {
    "address_bytes": resource.RLIMIT_AS,
    "data_bytes": resource.RLIMIT_DATA,
    "cpu_seconds": resource.RLIMIT_CPU,
    "open_files": resource.RLIMIT_NOFILE,
    "file_bytes": resource.RLIMIT_FSIZE,
}


def main(limits: str, program: str) -> None:
    """Limit this process, then run the program in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, most in json.loads(limits).items():
        resource.setrlimit(KINDS[name], (most, most))
    os.nice(5)
    sys.argv = [program]
    runpy.run_path(program, run_name="__main__")


main(*sys.argv[1:])
