"""Tell a reader that hangs on a cell from one that is merely slow to start."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 5
# What a reader takes that goes over a cell again for each of its characters is far above this.
SECONDS = 0.5


def assert_no_hang(read: Callable[[], object]) -> None:
    """Fail if the reading takes long every time: a first look-up, or memory being cleared, happens once and is forgiven."""
    for _ in range(TRIES):
        began = time.thread_time()
        read()
        if time.thread_time() - began < SECONDS:
            return
    raise AssertionError(f"took {SECONDS} s or longer each of {TRIES} times")
