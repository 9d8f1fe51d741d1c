"""The ledger for machines. Every answer can be checked against a signed head; errors are JSON."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from besa.core.views.programs import for_programs
from besa.ledger import tree
from besa.ledger.epochs import current_epoch, epochs
from besa.ledger.exports import newest_export
from besa.ledger.merkle import leaf_hash
from besa.ledger.queries import latest_checkpoint, leaves_between, sealed_entry, sealed_size
from besa.ledger.tiles import WIDTH, TilePath, tile_bytes

MOST_ENTRIES = 1_000
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=10"
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
View = Callable[..., HttpResponseBase]


def public_data(view: View) -> View:
    """Reading only, from any web page; what is asked wrongly gets 400, what is not there 404, both as
    JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except ValueError as error:
            response = JsonResponse({"error": str(error)}, status=400)
        except LookupError as error:
            response = JsonResponse({"error": str(error.args[0])}, status=404)
        response["Access-Control-Allow-Origin"] = "*"
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = SHORTLY
        return response

    return for_programs(answer)


def _number(request: HttpRequest, name: str, default: int | None = None) -> int:
    text = request.GET.get(name)
    if text is None and default is not None:
        return default
    if text is None or not _NUMBER.fullmatch(text):
        raise ValueError(f"{name} must be a whole number")
    return int(text)


def _size(request: HttpRequest, name: str) -> int:
    """A tree size that is signed already; the newest when none is asked for."""
    newest = sealed_size()
    size = _number(request, name, newest)
    if size > newest:
        raise ValueError(f"{name} must be at most {newest}, the size of the last signed head")
    return size


@public_data
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head, as a C2SP checkpoint."""
    newest = latest_checkpoint()
    if newest is None:
        raise LookupError("nothing is sealed yet")
    return HttpResponse(newest.note, content_type="text/plain; charset=utf-8")


@public_data
def vkey(request: HttpRequest) -> HttpResponse:
    """The key that checks the current epoch's heads."""
    return HttpResponse(current_epoch().vkey + "\n", content_type="text/plain; charset=utf-8")


@public_data
def epoch_list(request: HttpRequest) -> JsonResponse:
    """All epochs, each with the head that it gave up."""
    return JsonResponse({"epochs": [asdict(epoch) for epoch in epochs()]})


@public_data
def entries(request: HttpRequest) -> JsonResponse:
    """Sealed entries from `start` up to, not including, `end`; at most 1,000."""
    newest = sealed_size()
    start = _number(request, "start", 0)
    end = _number(request, "end", start + MOST_ENTRIES)
    if end < start:
        raise ValueError("end must not be smaller than start")
    end = min(end, start + MOST_ENTRIES, newest)
    found = [{"position": position, "leaf": leaf} for position, leaf in leaves_between(start, end)]
    return JsonResponse({"start": start, "end": max(start, end), "size": newest, "entries": found})


@public_data
def inclusion(request: HttpRequest) -> JsonResponse:
    """Proof that the entry at `index` is in the tree of `size` entries."""
    index, size = _number(request, "index"), _size(request, "size")
    proof = tree.inclusion_proof(index, size)
    entry = sealed_entry(index)
    if entry is None:
        raise LookupError(f"there is no entry {index}")
    return JsonResponse(
        {
            "index": index,
            "size": size,
            "leaf": entry.leaf,
            "leaf_hash": _base64(leaf_hash(entry.leaf.encode())),
            "root": _base64(tree.root_at(size)),
            "proof": [_base64(digest) for digest in proof],
        }
    )


@public_data
def consistency(request: HttpRequest) -> JsonResponse:
    """Proof that the tree of `to` entries begins with the tree of `from` entries."""
    old, new = _number(request, "from"), _size(request, "to")
    proof = tree.consistency_proof(old, new)
    return JsonResponse(
        {
            "from": old,
            "to": new,
            "from_root": _base64(tree.root_at(old)),
            "to_root": _base64(tree.root_at(new)),
            "proof": [_base64(digest) for digest in proof],
        }
    )


@public_data
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """One tile of the tree, or of its entries."""
    wanted = TilePath.parse(path)
    if not wanted.exists_in(sealed_size()):
        raise LookupError("the ledger has no such tile yet")
    response = HttpResponse(tile_bytes(wanted), content_type="application/octet-stream")
    response["Cache-Control"] = FOR_EVER if wanted.width == WIDTH else SHORTLY
    return response


@public_data
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Everything, to keep and to check with `besa-verify`."""
    size, lines = newest_export()
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="besa-ledger-{size}.jsonl"'
    response["Cache-Control"] = "no-store"
    return response


@public_data
def verifier(request: HttpRequest) -> FileResponse:
    """The program `besa-verify`, which needs nothing else of ours."""
    program = (settings.ROOT / "bin" / "besa-verify").open("rb")
    return FileResponse(program, as_attachment=True, content_type="text/x-python; charset=utf-8")


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
