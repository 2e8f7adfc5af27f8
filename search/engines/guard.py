"""A search server may be away, slow or wrong: what it does not answer in time, the database answers.

A breaker counts faults in a row. Right after a fault nobody waits for the server for a moment, so that one page never
waits twice; after the third nobody does until one search, a few seconds later, has tried whether it is back.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import replace
from threading import BoundedSemaphore, Lock, Thread

from search.engines.contract import Answer, Engine, EngineFault, NotAnswered, Question

logger = logging.getLogger("portal.search")

FAULTS = 3
PAUSE = 1.0  # seconds nobody waits for after a single fault
OPEN = 10.0  # seconds until the next try once the breaker is open
THREADS = 16


class Breaker:
    """Lets a call pass while the server is well; one for each process."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic):
        self.now = now
        self.lock = Lock()
        self.faults = 0
        self.closed_until = 0.0
        self.is_probing = False

    @property
    def is_open(self) -> bool:
        return self.faults >= FAULTS

    def may_pass(self) -> bool:
        """True once the pause after a fault is over; of those who come after many faults, for one at a time."""
        with self.lock:
            if self.now() < self.closed_until:
                return False
            if self.faults:
                if self.is_probing:
                    return False
                self.is_probing = True
            return True

    def succeeded(self) -> None:
        with self.lock:
            if self.is_open:
                logger.warning("search server answers again")
            self.faults, self.closed_until, self.is_probing = 0, 0.0, False

    def failed(self, reason: str) -> None:
        with self.lock:
            self.faults += 1
            self.closed_until = self.now() + (OPEN if self.is_open else PAUSE)
            self.is_probing = False
            if self.faults == FAULTS:
                logger.error("search server left alone for %s s at a time: %s", OPEN, reason)
            elif self.faults < FAULTS:
                logger.warning("search server: %s; the database answers", reason)

    def unanswered(self) -> None:
        """The call ended without telling how the server is."""
        with self.lock:
            self.is_probing = False


class Threads:
    """Where calls are waited for: a call cannot be stopped, but nobody has to wait for it any longer.

    As many at a time as ``most``; those of a server that lets everybody hang are all taken soon, and end with the
    process.
    """

    def __init__(self, most: int = THREADS):
        self.free = BoundedSemaphore(most)

    def run(self, seconds: float, function: Callable, *arguments):
        if not self.free.acquire(blocking=False):
            raise EngineFault("too many searches wait for an answer")
        call: Future = Future()
        Thread(target=self._carry_out, args=(call, function, arguments), daemon=True, name="search-server").start()
        try:
            return call.result(timeout=max(seconds, 0))
        except NotInTime as late:
            raise EngineFault("no answer in time") from late

    def _carry_out(self, call: Future, function: Callable, arguments: tuple) -> None:
        try:
            call.set_result(function(*arguments))
        except BaseException as error:  # noqa: BLE001 -- it is raised again where the call is waited for
            call.set_exception(error)
        finally:
            self.free.release()


breaker = Breaker()
threads = Threads()


class GuardedEngine:
    """One search of a visitor: the server's answer, or the database's from the first fault on.

    ``budget`` is how many seconds the whole search, with all its questions, may wait for the server.
    """

    def __init__(self, server: Engine, database: Engine, *, budget: float):
        self.server, self.database, self.budget = server, database, budget
        self.has_given_up = False

    def search(self, question: Question) -> Answer:
        if self.has_given_up or not breaker.may_pass():
            return self._approximate(question)
        began = time.monotonic()
        try:
            answer = threads.run(self.budget, self.server.search, question)
        except EngineFault as fault:
            breaker.failed(str(fault))
            return self._approximate(question)
        except NotAnswered:
            breaker.unanswered()
            return self.database.search(question)
        except BaseException:
            breaker.unanswered()
            raise
        breaker.succeeded()
        self.budget -= time.monotonic() - began
        return answer

    def _approximate(self, question: Question) -> Answer:
        self.has_given_up = True
        return replace(self.database.search(question), is_approximate=True)

    def tune(self) -> None:
        self.database.tune()
