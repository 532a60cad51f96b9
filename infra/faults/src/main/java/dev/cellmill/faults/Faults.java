package dev.cellmill.faults;

import dev.cellmill.faults.cluster.Leftovers;
import dev.cellmill.faults.guard.Guard;
import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./cellmill faults}. Exit 0 if all held, 1 on any violation, 2 on bad input. */
@Command(name = "faults", mixinStandardHelpOptions = true, description = "Rounds of faults over real processes, each judged by an oracle.")
public final class Faults implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "1", description = "another one, other rows, faults and times")
    private long seed;

    @Option(names = "--rounds", defaultValue = "10", description = "in all; a later run with the same seed goes on after the last")
    private int rounds;

    @Option(names = "--round", paramLabel = "R", description = "this one alone, again; the series is not touched")
    @Nullable
    private Integer round;

    @Option(names = "--data", defaultValue = "data", description = "what is kept lies below faults in it")
    private Path data = Path.of("data");

    @Option(names = "--only", split = ",", paramLabel = "KIND", description = "only these kinds of faults")
    private FaultKind[] only = {};

    @Option(names = "--without", paramLabel = "GUARD", description = "takes a guard out of the services, to show that a run then fails")
    @Nullable
    private Guard without;

    @Option(names = "--guards", description = "takes each guard out in turn, or the one of --without alone, in a round that needs it, and fails if the oracle does not notice")
    private boolean guards;

    private Faults() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Faults())
                .registerConverter(FaultKind.class, name -> named(name, FaultKind::ofWireName))
                .registerConverter(Guard.class, name -> named(name, Guard::labelled)).execute(arguments));
    }

    private static <T> T named(String name, Function<String, T> reader) {
        try {
            return reader.apply(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    @Override
    public Integer call() throws IOException {
        Path folder = data.resolve("faults");
        RigLog.to(folder.resolve("rig.log"));
        Leftovers.remove(folder);
        if (guards) {
            List<Guard> chosen = without == null ? List.of(Guard.values()) : List.of(without);
            return new MissedGuards(Leftovers.own(folder), System.out, System.err).run(chosen) ? 0 : 1;
        }
        List<FaultKind> kinds = only.length == 0
                ? List.of(FaultKind.values())
                : Arrays.stream(only).distinct().toList();
        var series = new Series(seed, Leftovers.own(folder), kinds, Shape.WHOLE,
                folder.toAbsolutePath(), without, System.err);
        var lines = new ArrayList<Journal.Line>();
        if (round != null) {
            lines.addAll(series.run(List.of(round), new Journal(folder.resolve(name() + "-again.jsonl"))));
        } else {
            var journal = new Journal(folder.resolve(name() + ".jsonl"));
            lines.addAll(journal.read());
            int first = lines.stream().mapToInt(Journal.Line::round).max().orElse(-1) + 1;
            if (first < rounds) {
                lines.addAll(series.run(IntStream.range(first, rounds).boxed().toList(), journal));
            }
        }
        new Report(seed, System.out).print(lines);
        return lines.stream().allMatch(line -> line.violations().isEmpty()) ? 0 : 1;
    }

    /** Of the file that a series is kept in: other kinds and guards make it another series. */
    private String name() {
        return String.join("-", Stream.of(Long.toString(seed), String.join("+", Arrays.stream(only)
                .map(FaultKind::wireName).toList()), without == null ? "" : "without-" + without.label())
                .filter(part -> !part.isEmpty()).toList());
    }
}
