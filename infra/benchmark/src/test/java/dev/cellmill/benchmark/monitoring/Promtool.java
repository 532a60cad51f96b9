package dev.cellmill.benchmark.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Prometheus's own programs, from Debian's package or wherever they are on the PATH. */
final class Promtool {
    private Promtool() {}

    /** Skips the test on a machine without them; CI installs them. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(exists("promtool") && exists("prometheus"),
                "prometheus and promtool are not on the PATH (apt-get install prometheus)");
    }

    private static boolean exists(String program) {
        try {
            return run(program, List.of("--version")).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What became of a run. */
    record Ended(int exitCode, String printed) {}

    static Ended run(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.onExit().join().exitValue(), printed);
    }
}
