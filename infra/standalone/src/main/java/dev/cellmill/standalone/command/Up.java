package dev.cellmill.standalone.command;

import dev.cellmill.standalone.StandaloneSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and stays until Ctrl-C or SIGTERM. */
@Command(name = "up", description = "Starts everything embedded and stays up.", mixinStandardHelpOptions = true)
final class Up implements Runnable {
    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "HTTP port; 0 finds a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "0", description = "port of the broker, for programs that read its topics (default: a free one, which is said at the start)")
    private int kafkaPort;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "0", description = "run the worker as N processes beside this one, instead of inside")
    private int workers;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        var settings = new StandaloneSettings(port, options.data, workers, options.providers, kafkaPort);
        try (RunningServer server = RunningServer.start(settings, null)) {
            say("Cellmill is up at %s, with its data in %s. Ctrl-C stops it.".formatted(server.client().server(),
                    settings.data()));
            say("Its Kafka broker is at %s.".formatted(server.bootstrap()));
            server.awaitSignal();
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
