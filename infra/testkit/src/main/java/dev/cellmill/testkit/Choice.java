package dev.cellmill.testkit;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.cellmill.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** What the test servers have in common: whether there is Docker, where embedded ones live, and their end. */
final class Choice {
    private static final Logger log = LoggerFactory.getLogger(Backends.class);
    private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");

    private Choice() {}

    static void announce(String choice) {
        log.info("tests use {}", choice);
    }

    /**
     * Whether there is an engine that has this image: none is pulled, so that nobody's tests wait for a registry. Asks
     * Testcontainers only where there is a trace of Docker: without one it searches long and logs errors.
     */
    static boolean container(String image) {
        boolean trace = System.getenv("DOCKER_HOST") != null || Files.exists(DOCKER_SOCKET);
        if (!trace || !DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            log.info("there is Docker, but not the image {}", image);
            return false;
        } catch (RuntimeException e) {
            log.warn("there is Docker, but Testcontainers cannot use it", e);
            return false;
        }
    }

    static Path folder(String what) {
        try {
            return Files.createTempDirectory("cellmill-test-" + what + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for " + what, e);
        }
    }

    static void atExit(Runnable close, Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close.run();
            try {
                Folders.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("test data stay behind in " + folder, e);
            }
        }, "end of " + folder.getFileName()));
    }
}
