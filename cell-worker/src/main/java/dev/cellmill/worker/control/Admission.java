package dev.cellmill.worker.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.message.ControlAck.Place;
import dev.cellmill.common.message.JobControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last word on whether a call begins. A call is first counted and then held against the job's state, and a change of
 * state is first noted and then the calls are counted: so a call that misses the change is in the count that answers it.
 * Thread-safe.
 */
public final class Admission {
    private final String worker;
    private final Lease lease;
    private final JobStates states = new JobStates();
    private final CallsUnderWay underWay = new CallsUnderWay();

    public Admission(String worker, Lease lease) {
        this.worker = worker;
        this.lease = lease;
    }

    /** Whether the job of the task runs, as far as this worker knows. */
    public boolean allows(CellTask task) {
        return states.allows(task.cell().job(), task.version());
    }

    /**
     * Waits until this worker hears what is published, then lets the call begin if the job runs. The caller then ends it
     * by {@link #end}.
     *
     * @param worstCost in nano-dollars
     * @return whether the call may begin
     */
    public boolean begin(CellTask task, long worstCost) {
        JobId job = task.cell().job();
        Place cell = place(task);
        while (true) {
            lease.await();
            underWay.begin(job, cell, worstCost);
            if (!states.allows(job, task.version())) {
                underWay.end(job, cell);
                return false;
            }
            // last before the call: the thread may have stood still since the lease was looked at
            if (lease.holds()) {
                return true;
            }
            underWay.end(job, cell);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
    }

    public void end(CellTask task) {
        underWay.end(task.cell().job(), place(task));
    }

    private static Place place(CellTask task) {
        return new Place(task.cell().row(), task.cell().column());
    }

    /** @return what is to be answered, if it stops the job */
    public Optional<ControlAck> accept(JobControl control) {
        states.accept(control);
        if (control.allows(0)) {
            return Optional.empty();
        }
        Map<Place, Long> calls = underWay.of(control.job());
        return Optional.of(new ControlAck(control.job(), control.version(), worker, List.copyOf(calls.keySet()),
                calls.values().stream().mapToLong(Long::longValue).sum()));
    }

    void forget(String key) {
        states.forget(key);
    }
}
