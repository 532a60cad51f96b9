package dev.cellmill.benchmark;

import dev.cellmill.benchmark.provider.SimulatedProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulated provider as a process of its own, so that what it takes is not taken for Cellmill's. Closing ends it. */
final class ProviderProcess implements AutoCloseable {
    private final Process process;
    private final String url;

    private ProviderProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Returns when it answers. */
    static ProviderProcess start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"), SimulatedProvider.class.getName(), "--end-with",
                Long.toString(ProcessHandle.current().pid())));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int at = line.indexOf("http://");
            if (at >= 0) {
                return new ProviderProcess(process, line.substring(at).strip());
            }
        }
        throw new IllegalStateException("the simulated provider did not start; its reason stands above");
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
