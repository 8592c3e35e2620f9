"""Doing things at the same moment."""

import threading
from collections.abc import Callable, Sequence


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run all jobs in threads of their own that start together; what each returned, or what it raised."""
    results: list[object] = [None] * len(jobs)
    start = threading.Barrier(len(jobs))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = jobs[place]()
        except BaseException as trouble:
            results[place] = trouble

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results
