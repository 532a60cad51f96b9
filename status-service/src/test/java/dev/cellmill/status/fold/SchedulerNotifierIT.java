package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.testkit.Backends;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class SchedulerNotifierIT {

    @Test
    void manyWakesAreFewNotificationsAndTheLastOneIsHeard() throws SQLException {
        var database = Backends.newDatabase().dataSource();
        var notifier = new SchedulerNotifier(database);
        notifier.start();
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("LISTEN cellmill_scheduler");
            long began = System.nanoTime();
            int heard = 0;
            for (int i = 0; i < 10_000; i++) {
                notifier.wake();
            }
            PGConnection listener = connection.unwrap(PGConnection.class);
            heard += listener.getNotifications(10_000).length;
            long most = 2 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 20;
            assertThat(heard).isBetween(1, (int) most);

            // Whatever of the burst is still to come, a wake after it is heard.
            while (listener.getNotifications(100).length > 0) {
                heard++;
            }
            notifier.wake();
            assertThat(listener.getNotifications(10_000)).isNotEmpty();
        } finally {
            notifier.stop();
        }
    }
}
