package dev.cellmill.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An answer of 5 MB that is streamed, a program that prints 100,000 lines and one that hangs, side by side with 1,000 quick
 * cells: how much slower the quick ones get, and whether each long output can be downloaded byte for byte. The quick cells
 * come as many at a time as there are slots, so that a figure is the time of a cell; and all at once, so that it is mostly the
 * wait for a slot of a machine that is full.
 */
final class LongOutputs implements Benchmark.Scenario {
    private static final int QUICK = 1_000;
    private static final int SLOTS = 100;
    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ANSWER_BYTES = 5_000_000;
    private static final int LINES = 100_000;
    private static final String FILLING = " and so on";
    private static final String PROVIDERS = """
            providers:
              quick:
                kind: http
                request: {method: GET, url: "%1$s/answer?row={{text}}"}
                limits: {concurrency: %4$d}
                cache: {mode: none}
              chat-long:
                kind: openai
                baseUrl: %2$s/v1
                models: {m: {maxTokens: 2000000}}
                cache: {mode: none}
              lines:
                kind: command
                command: [sh, -c, "seq -f 'line %%.0f of many' %3$d"]
              hanging:
                kind: command
                command: [sleep, "600"]
            """;

    @Override
    public void run(Figures figures) throws Exception {
        try (ProviderProcess quick = ProviderProcess.start("--latency", "50");
                ProviderProcess slow = ProviderProcess.start("--latency", "8000", "--pieces", "4000",
                        "--answer-bytes", Integer.toString(ANSWER_BYTES));
                BenchServer server = BenchServer.start(PROVIDERS.formatted(quick.url(), slow.url(), LINES, SLOTS));
                var memory = new PeakMemory()) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                server.runJob("quick", QUICK, 1);
            }
            var alone = new Percentile();
            var beside = new Percentile();
            var burstAlone = new Percentile();
            var burstBeside = new Percentile();
            for (int round = 0; round < 2 * ROUNDS; round++) {
                boolean isInWaves = round % 2 == 0;
                (isInWaves ? alone : burstAlone).add(quick(server, isInWaves));
                BenchServer.OneCell answer = server.submitOneCell("chat-long");
                BenchServer.OneCell lines = server.submitOneCell("lines");
                BenchServer.OneCell hanging = server.submitOneCell("hanging");
                (isInWaves ? beside : burstBeside).add(quick(server, isInWaves));
                checkAnswer(server.download(answer));
                checkLines(server.download(lines));
                server.cancel(hanging);
            }
            Map<String, ?> shape = Map.of("quickCells", QUICK * ROUNDS, "answerBytes", ANSWER_BYTES, "lines", LINES);
            figures.print("quickP99Alone", alone.of99(), "ms", shape);
            figures.print("quickP99Beside", beside.of99(), "ms", shape);
            figures.print("ratio", beside.of99() / alone.of99(), "times", shape);
            figures.print("burstP99Alone", burstAlone.of99(), "ms", shape);
            figures.print("burstP99Beside", burstBeside.of99(), "ms", shape);
            figures.print("burstRatio", burstBeside.of99() / burstAlone.of99(), "times", shape);
            figures.print("peakHeap", memory.heapMegabytes(), "MB", shape);
        }
    }

    private static List<Double> quick(BenchServer server, boolean isInWaves) throws IOException {
        if (!isInWaves) {
            return server.latencies("quick", QUICK);
        }
        List<Double> latencies = new ArrayList<>();
        for (int wave = 0; wave < QUICK / SLOTS; wave++) {
            latencies.addAll(server.latencies("quick", SLOTS));
        }
        return latencies;
    }

    /** As the simulated provider fills its answers up. */
    private static void checkAnswer(String answer) {
        int end = Math.max(0, answer.indexOf(FILLING));
        String filled = FILLING.repeat(ANSWER_BYTES / FILLING.length() + 1).substring(0, ANSWER_BYTES - end);
        if (answer.length() != ANSWER_BYTES || !answer.substring(end).equals(filled)) {
            throw new IllegalStateException("the answer of %d characters is not what was written".formatted(
                    answer.length()));
        }
    }

    private static void checkLines(String lines) {
        String expected = IntStream.rangeClosed(1, LINES).mapToObj(line -> "line " + line + " of many")
                .collect(Collectors.joining("\n"));
        if (!lines.equals(expected)) {
            throw new IllegalStateException("the lines, %d characters, are not what was printed".formatted(
                    lines.length()));
        }
    }
}
