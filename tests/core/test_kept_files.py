"""A file stands in its place whole or not at all, and leaves nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from besa.core.kept_files import placing, write_again, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "card.png"
    write_again(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


def test_what_stands_there_stays_where_it_may_not_be_replaced(tmp_path: Path) -> None:
    """Two processes make a key at once: both go on with the one that was first."""
    path = tmp_path / "key.pem"
    write_whole(path, b"first", mode=0o600, replace=False)
    write_whole(path, b"second", mode=0o600, replace=False)
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_ends_in_between_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "kit.zip"
    write_again(path, b"old")
    with pytest.raises(OSError, match="no space"), placing(path) as draft:
        assert draft.suffix == path.suffix
        draft.write_bytes(b"half")
        raise OSError("no space")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
