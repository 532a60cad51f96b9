package dev.cellmill.common.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.edge}.
 *
 * @param bodyMemory that bodies held whole, and what is made of them, take at once; half of it is enough for the largest
 */
@ConfigurationProperties(prefix = "cellmill.edge", ignoreUnknownFields = false)
record EdgeSettings(@DefaultValue("64MB") DataSize bodyMemory) {
    private static final DataSize LEAST = DataSize.ofMegabytes(64);

    EdgeSettings {
        if (bodyMemory.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "cellmill.edge.body-memory is at least %s, not %s".formatted(LEAST, bodyMemory));
        }
    }
}
