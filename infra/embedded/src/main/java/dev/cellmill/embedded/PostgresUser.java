package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who runs PostgreSQL's programs, which refuse to be run by root. */
enum PostgresUser {
    /** The user of this process. */
    SELF,
    /** Root of this machine, whom a user namespace of its own makes nobody in particular. */
    NAMESPACE,
    /** User 65534, where root may not make namespaces, as in many containers. */
    NOBODY;

    private static final int NOBODY_NUMBER = 65_534;

    static PostgresUser find() {
        if (!isRoot()) {
            return SELF;
        }
        return succeeds("unshare", "-U", "true") ? NAMESPACE : NOBODY;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The words before a command that run it as this user. */
    List<String> prefix() {
        return switch (this) {
            case SELF -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=" + NOBODY_NUMBER, "--regid=" + NOBODY_NUMBER, "--clear-groups");
        };
    }

    /** Gives this user the folder and all in it. */
    void own(Path folder) throws IOException {
        if (this != NOBODY) {
            return;
        }
        try (var content = Files.walk(folder)) {
            for (Path path : content.toList()) {
                Files.setAttribute(path, "unix:uid", NOBODY_NUMBER);
            }
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
