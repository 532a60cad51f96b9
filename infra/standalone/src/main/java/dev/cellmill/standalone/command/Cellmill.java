package dev.cellmill.standalone.command;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line's root, which holds the commands. */
@Command(name = "cellmill", description = "Fills the empty columns of a table.", subcommands = HelpCommand.class, synopsisSubcommandLabel = "COMMAND")
public final class Cellmill {
    private Cellmill() {}

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return commandLine(Terminal.ofProcess());
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Cellmill())
                .addSubcommand(new Demo(terminal))
                .addSubcommand(new Enrich(terminal))
                .addSubcommand(new Up())
                .addSubcommand(new Jobs(terminal))
                .addSubcommand(new Status(terminal))
                .addSubcommand(ChangeJob.of(terminal, "pause", "pause",
                        "Pause a job: no further call begins; those in flight are kept."))
                .addSubcommand(new Resume(terminal))
                .addSubcommand(ChangeJob.of(terminal, "cancel", "cancel", "End a job for good; what is done stays."))
                .addSubcommand(ChangeJob.of(terminal, "retry", "retry-failed",
                        "Run the failed cells of an ended job again; what is done stays."))
                .addSubcommand(new Results(terminal))
                .addSubcommand(new Keys(terminal))
                .setExecutionExceptionHandler(new Failures());
        helpful(line);
        line.getSubcommands().values().forEach(Cellmill::helpful);
        return line;
    }

    private static void helpful(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).version("cellmill " + version());
    }

    /** From the jar; run from its classes it has none. */
    private static String version() {
        return Objects.requireNonNullElse(Cellmill.class.getPackage().getImplementationVersion(), "(development)");
    }
}
