"""What came of each crowd, as tables of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from dev.bench.load.counting import percentile
from dev.bench.load.crowds import MOST_P95, Stage

_SHARES = (0.5, 0.95, 0.99)


def stage_table(stage: Stage) -> str:
    """Every kind of request of one crowd, all together, who used the processors, and whether it is good enough."""
    crowd, samples = stage.crowd, stage.samples
    rows = [
        f"{crowd.officers} officers and {crowd.citizens} citizens for {crowd.seconds:.0f} s, thinking "
        f"{crowd.think:g} s between two acts\n",
        "| what | requests | p50 ms | p95 ms | p99 ms | slowest | errors |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(
            _line(kind, samples.times[kind], samples.errors[kind])
            for kind in sorted({*samples.times, *samples.errors})
        ),
        _line("all", samples.all, samples.errors.total()),
        "",
        f"p95 {percentile(samples.all, 0.95):.0f} ms, must reach ≤ {MOST_P95:.0f} ms and no error: {_word(stage)}",
        f"{stage.rate:.0f} requests/s; {_processors(stage)}",
        *(f"error, {kind}: {example}" for kind, example in samples.examples.items()),
    ]
    return "\n".join(rows)


def step_table(stages: Sequence[Stage]) -> str:
    """A line for each crowd, and the highest rate that holds."""
    rows = [
        "\n| officers | citizens | requests/s | p50 ms | p95 ms | p99 ms | errors | server | others | |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|",
        *map(_step, stages),
    ]
    held = [stage for stage in stages if stage.holds]
    if not held:
        return "\n".join([*rows, "", "No crowd is served well enough."])
    most = max(held, key=lambda stage: stage.rate)
    people = f"{most.crowd.officers} officers and {most.crowd.citizens} citizens"
    return "\n".join([*rows, "", f"The highest rate that holds: {most.rate:.0f} requests/s, {people}."])


def _line(kind: str, times: Sequence[float], errors: int) -> str:
    shares = " | ".join(f"{percentile(times, share):.0f}" for share in _SHARES)
    return f"| {kind} | {len(times):,} | {shares} | {max(times, default=0):.0f} | {errors} |"


def _step(stage: Stage) -> str:
    times, use, seconds = stage.samples.all, stage.use, stage.crowd.seconds
    shares = " | ".join(f"{percentile(times, share):.0f}" for share in _SHARES)
    return (
        f"| {stage.crowd.officers} | {stage.crowd.citizens} | {stage.rate:.0f} | {shares} "
        f"| {stage.samples.errors.total()} | {use.server / seconds:.0%} | {use.others / seconds:.0%} "
        f"| {_word(stage)} |"
    )


def _processors(stage: Stage) -> str:
    """Shares of one processor, which with two go up to 200 %."""
    use, seconds = stage.use, stage.crowd.seconds
    parts = {
        "server": use.server,
        "worker": use.worker,
        "database": use.database,
        "the crowd itself": use.crowd,
        "others on this machine": use.others,
    }
    return "of one processor: " + ", ".join(
        f"{name} {used / seconds:.0%}" for name, used in parts.items() if used
    )


def _word(stage: Stage) -> str:
    return "ok" if stage.holds else "**missed**"
