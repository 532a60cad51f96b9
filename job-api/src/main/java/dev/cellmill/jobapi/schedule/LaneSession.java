package dev.cellmill.jobapi.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A lane's own connection. It holds the lane's lock and makes its claims, so that whoever lost the lock with the
 * connection can claim nothing any more. Every statement commits by itself. Used by one thread.
 */
final class LaneSession implements AutoCloseable {
    private final String lane;
    private final Connection connection;
    private final JdbcClient sql;

    private LaneSession(String lane, Connection connection) {
        this.lane = lane;
        this.connection = connection;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    static LaneSession open(String lane, OwnConnections connections) throws SQLException {
        return new LaneSession(lane, connections.open());
    }

    /** Tries rather than waits: a statement that waits holds a snapshot, and vacuum would wait with it. */
    boolean tryLock() {
        return sql.sql("SELECT pg_try_advisory_lock(hashtextextended('cellmill lane ' || :lane, 0))")
                .param("lane", lane)
                .query(Boolean.class)
                .single();
    }

    /** Statements that commit together. */
    interface Statements {
        void run(Connection connection) throws SQLException;
    }

    void inTransaction(Statements statements) {
        try {
            connection.setAutoCommit(false);
            try {
                statements.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new UncategorizedSQLException("statements of lane " + lane, null, e);
        }
    }

    JdbcClient sql() {
        return sql;
    }

    /** Whether the connection is gone, and the lock with it. */
    boolean isLost() {
        try {
            return !connection.isValid(2);
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
