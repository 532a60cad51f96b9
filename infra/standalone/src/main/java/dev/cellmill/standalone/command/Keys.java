package dev.cellmill.standalone.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code cellmill keys}: who may ask a running server. */
@Command(name = "keys", description = "Make, list and revoke the keys of a running server.", subcommands = HelpCommand.class, synopsisSubcommandLabel = "COMMAND")
final class Keys {
    private final Terminal terminal;

    Keys(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "create", description = "Make a key and print it, this once. The first one is the operator's.", mixinStandardHelpOptions = true)
    int create(@Mixin RemoteServer server,
            @Option(names = "--tenant", paramLabel = "T", description = "whose it is (default: the tenant of the key shown)") @Nullable String tenant,
            @Option(names = "--name", paramLabel = "N", description = "what it is for, in a few words") @Nullable String name) {
        try (var client = server.connect()) {
            JsonNode made = client.createKey(tenant, name);
            terminal.say("keep it now, it is not shown again; tenant %s, revoked by: ./cellmill keys revoke %s"
                    .formatted(made.path("tenant").asString(), made.path("id").asString()));
            terminal.out().println(made.path("key").asString());
            terminal.out().flush();
            return ExitCode.DONE;
        }
    }

    @Command(name = "list", description = "List keys, the newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin RemoteServer server,
            @Option(names = "--limit", defaultValue = "100", description = "so many at most (default: ${DEFAULT-VALUE})") int limit) {
        try (var client = server.connect()) {
            for (JsonNode key : client.keys(limit).path("items")) {
                terminal.out().println(String.format(Locale.ROOT, "%s  %-12s  made %s  %s  %s",
                        key.path("id").asString(), key.path("tenant").asString(), key.path("createdAt").asString(),
                        key.path("revokedAt").isString()
                                ? "revoked " + key.path("revokedAt").asString()
                                : "used " + key.path("lastUsedAt").asString("never"),
                        key.path("name").asString("")));
            }
            terminal.out().flush();
            return ExitCode.DONE;
        }
    }

    @Command(name = "revoke", description = "Revoke a key, for good.", mixinStandardHelpOptions = true)
    int revoke(@Mixin RemoteServer server, @Parameters(paramLabel = "ID", description = "the key's id") String id) {
        try (var client = server.connect()) {
            client.revokeKey(id);
            terminal.say("%s is revoked; no server takes it two seconds from now".formatted(id));
            return ExitCode.DONE;
        }
    }
}
