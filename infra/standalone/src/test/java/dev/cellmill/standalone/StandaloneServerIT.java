package dev.cellmill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.json.Json;
import dev.cellmill.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StandaloneServerIT {

    @Test
    void answersAndRefusesASecondStartOnItsFolderAndStartsAgainAfterItsEnd(@TempDir Path folder) throws Exception {
        try (var server = StandaloneServer.start(settings(0, folder))) {
            awaitUp(server);
            assertThatThrownBy(() -> StandaloneServer.start(settings(0, folder)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage(
                            "The folder %s is in use by process %d; stop that one, or choose another folder with --data.",
                            folder, ProcessHandle.current().pid());
        }
        try (var server = StandaloneServer.start(settings(0, folder))) {
            awaitUp(server);
        }
    }

    @Test
    void refusesATakenPortBeforeAnythingElse(@TempDir Path folder) throws IOException {
        try (var other = new ServerSocket(FreePort.find(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> StandaloneServer.start(settings(other.getLocalPort(), folder)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage(
                            "Port %d is taken by another process; stop that one, or choose another port with --port.",
                            other.getLocalPort());
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatCannotBeWritten(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StandaloneServer.start(settings(0, file)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The folder %s cannot be written", file)
                .hasMessageEndingWith("choose another with --data.");
    }

    @Test
    void isReadyOnceEveryWorkerProcessHasJoinedAndStartsADeadOneAgain(@TempDir Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("scrape")).resolve("worker-3.json"),
                "of an earlier run");
        try (var server = StandaloneServer.start(new StandaloneSettings(0, folder, 2, null))) {
            awaitUp(server);
            awaitScraped(folder);
            ProcessHandle dead = workers().findFirst().orElseThrow();

            dead.destroyForcibly();

            Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> !isUp(server));
            awaitUp(server);
            assertThat(workers()).hasSize(2).doesNotContain(dead);
            awaitScraped(folder);
        }
        assertThat(workers()).isEmpty();
    }

    /** Until the ports that the files name are those of the two workers. */
    private static void awaitScraped(Path folder) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try (var files = Files.list(folder.resolve("scrape"))) {
                List<Path> targets = files.toList();
                for (Path file : targets) {
                    JsonNode target = Json.MAPPER.readTree(Files.readString(file)).path(0);
                    String url = "http://" + target.path("targets").path(0).asString() + "/actuator/prometheus";
                    if (!target.at("/labels/system").asString().equals("cellmill")
                            || !get(url).contains("cellmill_lane_tasks")) {
                        return false;
                    }
                }
                return targets.size() == 2;
            }
        });
    }

    /** By their program: a command line with a long class path is cut off before the main class. */
    private static Stream<ProcessHandle> workers() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"));
    }

    private static void awaitUp(StandaloneServer server) {
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> isUp(server));
    }

    private static boolean isUp(StandaloneServer server) throws IOException, InterruptedException {
        return get(server, "/actuator/health/readiness").equals("{\"status\":\"UP\"}");
    }

    private static StandaloneSettings settings(int port, Path folder) {
        return new StandaloneSettings(port, folder, 0, null);
    }

    private static String get(StandaloneServer server, String path) throws IOException, InterruptedException {
        return get(server.url() + path);
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body();
        }
    }
}
