package dev.cellmill.common.db;

/** The channel on which submissions, changes and folds say that there is something to schedule. */
public final class SchedulerChannel {
    public static final String NAME = "cellmill_scheduler";

    /** Within a transaction it is delivered when that commits. */
    public static final String NOTIFY = "SELECT pg_notify('" + NAME + "', '')";

    private SchedulerChannel() {}
}
