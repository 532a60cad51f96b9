package dev.cellmill.faults.cluster;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a guard is taken out of the services: by an agent, which is the rig's own jar. Without a guard's
 * name nothing is added.
 */
final class Guards {
    private Guards() {}

    /** @param without the name of the guard, null to leave all in place */
    static List<String> options(@Nullable String without) {
        return without == null ? List.of() : List.of("-javaagent:" + jar() + "=" + without);
    }

    private static Path jar() {
        try {
            Path jar = Path.of(Guards.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!jar.toString().endsWith(".jar")) {
                throw new IllegalStateException("a guard is taken out by the packaged rig alone, not by " + jar);
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
