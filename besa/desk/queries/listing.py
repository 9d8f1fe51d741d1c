"""All of a queue, for a file: as many reports as there are, a piece at a time.

The numbers are read first, in the queue's order, and are all that is held (8 bytes for each report): no query stays
open while a slow line takes the file, and every piece costs one query by key.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any, Final

from besa.desk.queries.queue import Queue

AT_ONCE: Final = 1_000
#: nothing about the reporter, and none of what was written: a file is passed on more easily than a page
_FIELDS: Final = (
    "pk",
    "category_id",
    "state",
    "visibility",
    "place_id",
    "address",
    "department__names",
    "assignee__name",
    "assignee__email",
    "priority",
    "created_at",
    "response_due_at",
    "responded_at",
    "fix_due_at",
    "closed_at",
    "me_too_count",
)


def pieces_of(queue: Queue) -> Iterator[list[dict[str, Any]]]:
    """Values of all reports of a queue, in its order; what left this part of the desk meanwhile is left out."""
    numbers = array("q", queue.found().values_list("pk", flat=True).iterator(chunk_size=10_000))
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE].tolist()
        rows = queue.scope.reports().filter(pk__in=some).values(*_FIELDS)
        by_number = {row["pk"]: row for row in rows.order_by()}
        yield [by_number[number] for number in some if number in by_number]
