package dev.cellmill.worker.run;

import java.time.Duration;

/** Does something later. */
interface Timer {

    /** Runs the work on a thread of its own, where it may wait. */
    void after(Duration wait, Runnable work);
}
