package dev.cellmill.standalone;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a standalone server is started.
 *
 * @param port of HTTP; 0 finds a free one
 * @param data the folder of all that lasts; made if it is not there
 * @param workers processes beside this one that run the cells; 0 runs them inside
 * @param providers the operator's provider file, null for the usual place
 * @param kafkaPort of the broker, for programs that read its topics; 0 finds a free one
 */
public record StandaloneSettings(int port, Path data, int workers, @Nullable Path providers, int kafkaPort) {
    private static final int LAST_PORT = 65_535;

    public StandaloneSettings {
        checkPort(port);
        checkPort(kafkaPort);
        if (workers < 0) {
            throw new StartRefused("The number of worker processes is 0 or more, not %d.".formatted(workers));
        }
        data = requireNonNull(data, "data is null").toAbsolutePath().normalize();
        providers = providers == null ? null : providers.toAbsolutePath().normalize();
    }

    /** With a broker that nobody else is to find. */
    public StandaloneSettings(int port, Path data, int workers, @Nullable Path providers) {
        this(port, data, workers, providers, 0);
    }

    private static void checkPort(int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new StartRefused("A port is a number from 1 to 65535, not %d.".formatted(port));
        }
    }
}
