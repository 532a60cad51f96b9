package dev.cellmill.status.fold;

/** Tells the scheduler that cells ended or became ready. Returns at once; never fails. */
interface SchedulerWake {
    void wake();
}
