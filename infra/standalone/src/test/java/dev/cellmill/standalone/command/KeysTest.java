package dev.cellmill.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that speak of keys, to a server that only notes what it is asked. */
class KeysTest {
    private static final String KEY = "cm_abcdefghijkl_0123456789012345678901234567890123456789012";

    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aKeyThatIsMadeIsAllThatStandardOutputHas() {
        assertThat(run("keys", "create", "--tenant", "acme", "--name", "ci", "--key", KEY)).isZero();
        assertThat(asked).containsExactly("POST /v1/keys Bearer " + KEY + " {\"tenant\":\"acme\",\"name\":\"ci\"}");
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("cm_new");
    }

    @Test
    void keysAreListedAndRevoked() {
        assertThat(run("keys", "list", "--key", KEY)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("k1").contains("used never").contains("revoked 2026");
        assertThat(run("keys", "revoke", "k1", "--key", KEY)).isZero();
        assertThat(asked).containsExactly("GET /v1/keys?limit=100 Bearer " + KEY + " ",
                "DELETE /v1/keys/k1 Bearer " + KEY + " ");
    }

    @Test
    void everyCommandShowsItsKey() {
        for (String[] command : new String[][]{{"jobs"}, {"status", "x"}, {"pause", "x"}, {"resume", "x"},
                {"cancel", "x"}, {"results", "x"}}) {
            var line = new ArrayList<>(Arrays.asList(command));
            line.addAll(List.of("--key", KEY));
            run(line.toArray(String[]::new));
            assertThat(asked.removeLast()).contains("Bearer " + KEY);
        }
    }

    @Test
    void aCommandThatIsShownAgainHasNoKeyInIt() {
        assertThat(KeyOption.redacted("--key=" + KEY)).isEqualTo("--key=$CELLMILL_KEY");
    }

    private int run(String... arguments) {
        var line = new ArrayList<>(Arrays.asList(arguments));
        line.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort()));
        return Cellmill.commandLine(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false)).execute(line.toArray(String[]::new));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add("%s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"), body));
        if (exchange.getRequestMethod().equals("DELETE")) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            byte[] answer = (exchange.getRequestMethod().equals("GET")
                    ? """
                    {"items": [{"id": "k1", "tenant": "acme", "createdAt": "2026-01-01T00:00:00Z", "name": "ci"},
                        {"id": "k2", "tenant": "acme", "createdAt": "2026-01-01T00:00:00Z", "revokedAt": "2026-02-01"}]}"""
                    : "{\"id\": \"new\", \"tenant\": \"acme\", \"key\": \"cm_new\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }
}
