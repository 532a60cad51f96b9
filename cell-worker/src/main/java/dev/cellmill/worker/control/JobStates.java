package dev.cellmill.worker.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.JobControl;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The newest of what was published of each job. A job of which nothing was published runs. Thread-safe. */
final class JobStates {
    private final Map<JobId, JobControl> newest = new ConcurrentHashMap<>();

    /** Records come again after trouble, so an older one changes nothing. */
    void accept(JobControl control) {
        newest.merge(control.job(), control, (known, come) -> come.version() > known.version() ? come : known);
    }

    /** The topic remembers nothing of it any more. */
    void forget(String key) {
        newest.keySet().removeIf(job -> job.toString().equals(key));
    }

    boolean allows(JobId job, long taskVersion) {
        JobControl control = newest.get(job);
        return control == null || control.allows(taskVersion);
    }
}
