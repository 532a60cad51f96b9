package dev.cellmill.worker.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Does something later. */
interface Timer {

    /** Runs the work on a thread of its own, where it may wait. */
    default void after(Duration wait, Runnable work) {
        after(wait, () -> false, work);
    }

    /** The same, and within a second once it is not worth waiting for any more. @param isVain cheap, asked now and then */
    void after(Duration wait, BooleanSupplier isVain, Runnable work);
}
