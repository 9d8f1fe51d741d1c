"""A program that does risky work has little to break: limits hold, and each way to end is told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from besa.core.confinement import ENVIRONMENT, CrashedError, Limits, OverranError, run_confined

ROOMY = Limits(address_bytes=512 * 1024 * 1024, cpu_seconds=5, open_files=32, file_bytes=1024 * 1024)


def answer_of(folder: Path, program: str, *, limits: Limits = ROOMY, seconds: float = 20) -> dict[str, Any]:
    """What a program of a few lines answers; `job` is what it was asked, `answer` what it prints."""
    source = folder / "program.py"
    source.write_text(
        f"import json, sys\njob = json.load(sys.stdin)\nanswer = {{}}\n{program}\njson.dump(answer, sys.stdout)\n"
    )
    return run_confined(source, {"number": 20}, limits=limits, seconds=seconds)


def test_a_job_goes_in_and_an_answer_comes_out(tmp_path: Path) -> None:
    assert answer_of(tmp_path, "answer['number'] = job['number'] + 1") == {"number": 21}


def test_it_sees_neither_our_settings_nor_our_packages_folder(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("BESA_SECRET_KEY", "secret")
    seen = answer_of(tmp_path, "import os\nanswer = {'names': sorted(os.environ), 'path': sys.path}")
    assert seen["names"] == sorted(ENVIRONMENT)
    assert str(Path.cwd()) not in seen["path"]


def test_memory_ends(tmp_path: Path) -> None:
    program = (
        "try:\n    bytearray(job['number'] * 100_000_000)\nexcept MemoryError:\n    answer['full'] = True"
    )
    assert answer_of(tmp_path, program) == {"full": True}


def test_a_large_file_cannot_be_written(tmp_path: Path) -> None:
    program = (
        f"try:\n    open({str(tmp_path / 'large')!r}, 'wb').write(bytes(2_000_000))\n"
        "except OSError as error:\n    answer['errno'] = error.errno"
    )
    assert "errno" in answer_of(tmp_path, program)
    assert (tmp_path / "large").stat().st_size <= 1024 * 1024


def test_work_without_end_is_ended_by_either_clock(tmp_path: Path) -> None:
    with pytest.raises(OverranError):
        answer_of(tmp_path, "while True: pass", limits=Limits(cpu_seconds=1))
    with pytest.raises(OverranError):
        answer_of(tmp_path, "import time\ntime.sleep(30)", seconds=0.5)


def test_a_crash_is_not_a_failure_of_ours(tmp_path: Path) -> None:
    with pytest.raises(CrashedError):
        answer_of(tmp_path, "import os\nos.kill(os.getpid(), 11)")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        answer_of(tmp_path, "1 / 0")
