package dev.cellmill.benchmark.provider;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./cellmill bench provider}: runs until Ctrl-C or SIGTERM. Its ledger ends with it. */
@Command(name = "provider", mixinStandardHelpOptions = true, description = "A provider that only pretends, with a ledger of every call.")
public final class SimulatedProvider implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "0", description = "0 finds a free one")
    private int port;

    @Option(names = "--address", defaultValue = "127.0.0.1", description = "to listen at; in a container 0.0.0.0")
    private InetAddress address = InetAddress.getLoopbackAddress();

    @Option(names = "--latency", defaultValue = "0", description = "milliseconds: 60, 50-150 or lognormal:MEDIAN,P99")
    private LatencyDistribution latency = new LatencyDistribution.Fixed(0);

    @Option(names = "--failures", description = "parts of all calls: 500:0.1,429:0.01,drop:0.001 (nothing done),lose:0.001 (done and billed)")
    private Failures failures = Failures.NONE;

    @Option(names = "--input-tokens", defaultValue = "100", description = "of a chat call: 100 or 50-150")
    private TokenRange input = new TokenRange(0, 0);

    @Option(names = "--output-tokens", defaultValue = "20", description = "of a chat call: 20 or 5-50")
    private TokenRange output = new TokenRange(0, 0);

    @Option(names = "--without-usage", defaultValue = "0", description = "part of the chat answers that tell no usage")
    private double withoutUsage;

    @Option(names = "--answer-bytes", defaultValue = "0", description = "to which shorter chat answers are filled up")
    private int answerBytes;

    @Option(names = "--pieces", defaultValue = "5", description = "of a streamed chat answer, spread over the call's latency")
    private int pieces;

    @Option(names = "--limit", description = "CALLS/MILLISECONDS in any window; beyond it 429 with Retry-After")
    @Nullable
    private SlidingWindow limit;

    @Option(names = "--input-price", defaultValue = "0", description = "USD for a million tokens")
    private BigDecimal inputPrice = BigDecimal.ZERO;

    @Option(names = "--output-price", defaultValue = "0", description = "USD for a million tokens")
    private BigDecimal outputPrice = BigDecimal.ZERO;

    @Option(names = "--call-price", defaultValue = "0", description = "USD for each call that is done")
    private BigDecimal callPrice = BigDecimal.ZERO;

    @Option(names = "--seed", defaultValue = "1", description = "the same one, the same fate of each call")
    private long seed;

    @Option(names = "--max-calls", defaultValue = "5000000", description = "room of the ledger, about 100 bytes a call")
    private int maxCalls;

    @Option(names = "--end-with", paramLabel = "PID", description = "ends when that process does")
    @Nullable
    private Long endWith;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SimulatedProvider() {}

    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new SimulatedProvider())
                .registerConverter(LatencyDistribution.class, LatencyDistribution::parse)
                .registerConverter(Failures.class, Failures::parse)
                .registerConverter(TokenRange.class, TokenRange::parse)
                .registerConverter(SlidingWindow.class, SlidingWindow::parse);
    }

    @Override
    public Integer call() throws IOException {
        try (var server = ProviderServer.start(address, port, behaviour(), new Ledger(maxCalls))) {
            var out = spec.commandLine().getOut();
            out.println("The simulated provider is ready at " + server.url());
            out.flush();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
            awaitEnd();
            return 0;
        } catch (BindException e) {
            spec.commandLine().getErr().println(
                    "Port %d is taken by another process; choose another with --port, or 0 for any.".formatted(port));
            return 1;
        }
    }

    private Behaviour behaviour() {
        try {
            return new Behaviour(
                    new Fates(seed, latency, failures, input, output, withoutUsage),
                    limit,
                    new Prices(inputPrice, outputPrice, callPrice),
                    new Wording(answerBytes, pieces));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void awaitEnd() {
        if (endWith == null) {
            new CompletableFuture<Void>().join();
        } else {
            ProcessHandle.of(endWith).ifPresent(process -> process.onExit().join());
        }
    }
}
