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
 */
public record StandaloneSettings(int port, Path data, int workers, @Nullable Path providers) {
    private static final int LAST_PORT = 65_535;

    public StandaloneSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new StartRefused("A port is a number from 1 to 65535, not %d.".formatted(port));
        }
        if (workers < 0) {
            throw new StartRefused("The number of worker processes is 0 or more, not %d.".formatted(workers));
        }
        data = requireNonNull(data, "data is null").toAbsolutePath().normalize();
        providers = providers == null ? null : providers.toAbsolutePath().normalize();
    }
}
