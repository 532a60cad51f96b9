package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A completed job, the only one in its database, for tests of other packages. */
public final class FoldedJob {
    private static final FoldDatabase DATABASE = new FoldDatabase();

    private final JobId job;

    private FoldedJob(JobId job) {
        this.job = job;
    }

    /** Removes any other; each cell done, for 5 nano-dollars, with a confidence of 0.5. */
    public static FoldedJob of(int rows, int columns) {
        DATABASE.removeJobs();
        JobId job = DATABASE.newJob(rows, columns);
        List<CellEvent> events = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                events.add(Events.done(job, row, column));
            }
        }
        try {
            DATABASE.batch.fold(events);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new FoldedJob(job);
    }

    /** The plan of a job that can be folded, as it is stored; its columns depend on none. */
    public static String plan(int columns) {
        return FoldDatabase.plan(Collections.nCopies(columns, List.of()));
    }

    public DataSource database() {
        return DATABASE.source;
    }

    public UUID id() {
        return job.value();
    }

    public String state() {
        return String.valueOf(DATABASE.job(job).get("state"));
    }
}
