package dev.cellmill.common.kafka;

import dev.cellmill.common.service.KeepsWallTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** One admin client of a service, made when it is first needed. Thread-safe. */
public final class AdminConnection implements AutoCloseable, KeepsWallTime {
    private final Supplier<Admin> connection;
    private @Nullable Admin admin;

    public AdminConnection(Supplier<Admin> connection) {
        this.connection = connection;
    }

    /** Not to be closed by the caller, and not to be kept. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = connection.get();
        }
        return admin;
    }

    /** Whoever waits for an answer is told that there is none. */
    @Override
    public void clockWasSetBack() {
        close();
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
