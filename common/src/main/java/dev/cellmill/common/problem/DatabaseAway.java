package dev.cellmill.common.problem;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, stopping or full from a statement that it refused. */
final class DatabaseAway {
    private static final int MAX_CAUSES = 20;

    private DatabaseAway() {}

    static boolean caused(Throwable error) {
        @Nullable
        Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql && away(sql)) {
                return true;
            }
        }
        return false;
    }

    /** SQLSTATE: 08 connection, 53 out of resources (disk, connections), 57P shutting down or starting. */
    private static boolean away(SQLException error) {
        String state = error.getSQLState();
        return error instanceof SQLTransientConnectionException || error instanceof SQLNonTransientConnectionException
                || state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }
}
