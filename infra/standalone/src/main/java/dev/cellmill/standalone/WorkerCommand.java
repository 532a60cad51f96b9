package dev.cellmill.standalone;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a worker process is started: this process's own Java and class path, its addresses in the environment. */
final class WorkerCommand {
    private static final List<String> INHERITED = List.of("-X", "--enable-native-access", "--sun-misc-unsafe");

    private WorkerCommand() {}

    static ProcessBuilder of(String name, StandaloneSettings settings, EmbeddedServers servers) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerProcess.class.getName()));
        var builder = new ProcessBuilder(command).inheritIO();
        // as this process logs, whose terminal it shares
        builder.environment().putIfAbsent("CELLMILL_LOG", "plain");
        builder.environment().putAll(Map.of(
                "CELLMILL_KAFKA_BOOTSTRAP", servers.bootstrap(),
                "CELLMILL_DATABASE_URL", servers.databaseUrl(),
                "CELLMILL_DATABASE_PASSWORD", servers.databasePassword(),
                // any free one: nobody but its own health check calls a worker, and who scrapes it finds it in the file
                "CELLMILL_PORT", "0",
                WorkerProcess.SCRAPE_TARGET, ScrapeTargets.file(settings.data(), name).toString(),
                // many workers share one database
                "CELLMILL_DATABASE_CONNECTIONS", "4",
                "SPRING_MAIN_LOG_STARTUP_INFO", "false",
                "LOGGING_LEVEL_ROOT", "WARN",
                "LOGGING_LEVEL_DEV_CELLMILL", "INFO",
                "LOGGING_PATTERN_CONSOLE", "%d{HH:mm:ss} %clr(%-5level) " + name + ": %msg%n%wEx"));
        if (settings.providers() != null) {
            builder.environment().put("CELLMILL_PROVIDERS_FILE", settings.providers().toString());
        }
        return builder;
    }
}
