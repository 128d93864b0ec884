"""A bounded queue of jobs: so many at a time, so many waiting, and a plain no beyond that.

Answers are worked on here and not in Bolt's own threads, so that however many questions wait, a
press of a button is acknowledged at once.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import BoundedSemaphore, Lock

log = logging.getLogger(__name__)

Job = Callable[[], None]


class Workers:
    """Threads that do jobs in the order they came."""

    def __init__(self, at_a_time: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(at_a_time, thread_name_prefix="answering")
        self._room = BoundedSemaphore(at_a_time + waiting)
        self._lock = Lock()
        self._jobs: set[Future[None]] = set()
        self._closed = False

    def offer(self, job: Job, *, patiently: bool = False) -> bool:
        """Have the job done; False when there is no room, or none any more.

        ``patiently`` waits for room instead, as long as it takes. A job sees to its own errors: one
        that gets away is only logged.
        """
        if not self._room.acquire(blocking=patiently):
            return False
        with self._lock:
            if self._closed:
                self._room.release()
                return False
            future = self._pool.submit(job)
            self._jobs.add(future)
        future.add_done_callback(self._leave)
        return True

    def _leave(self, future: "Future[None]") -> None:
        with self._lock:
            self._jobs.discard(future)
        self._room.release()
        if not future.cancelled() and (error := future.exception()):
            log.error("job failed", exc_info=error)

    def drain(self, seconds: float) -> int:
        """Take no more jobs and wait for those there are; how many were not done in time.

        Jobs that had not begun by then never will.
        """
        with self._lock:
            self._closed = True
            jobs = tuple(self._jobs)
        unfinished = wait(jobs, timeout=seconds).not_done
        self._pool.shutdown(wait=False, cancel_futures=True)
        return len(unfinished)
