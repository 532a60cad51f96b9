package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.db.SchedulerChannel;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the channel on which submissions and folds say that there is something to schedule. Notifications are lost
 * while it is away, so it calls after each connection too; the schedulers' own poll covers the rest.
 */
final class WakeListener implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WakeListener.class);
    private static final int LISTEN_MILLIS = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final OwnConnections connections;
    private final Runnable call;
    private final StopSignal stop = new StopSignal();
    private Duration pause = FIRST_PAUSE;

    WakeListener(OwnConnections connections, Runnable call) {
        this.connections = connections;
        this.call = call;
    }

    void stop() {
        stop.give();
    }

    @Override
    public void run() {
        try {
            while (!stop.isGiven()) {
                try {
                    listen();
                } catch (SQLException e) {
                    LOG.warn("not listening for new work; polling goes on, and listening is tried again in {} ms: {}",
                            pause.toMillis(), e.toString());
                    stop.isGivenWithin(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while listening, which ends it");
        }
    }

    private void listen() throws SQLException {
        try (var connection = connections.open(); var statement = connection.createStatement()) {
            statement.execute("LISTEN " + SchedulerChannel.NAME);
            pause = FIRST_PAUSE;
            call.run();
            var notices = connection.unwrap(PGConnection.class);
            while (!stop.isGiven()) {
                if (notices.getNotifications(LISTEN_MILLIS).length > 0) {
                    call.run();
                }
            }
        }
    }
}
