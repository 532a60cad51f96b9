package dev.cellmill.benchmark;

import dev.cellmill.benchmark.provider.SimulatedProvider;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code ./cellmill bench [NAME …]}: runs the named benchmarks, or all. Exit 2 on an unknown name, 1 on a failed run.
 * {@code ./cellmill bench provider} is no benchmark but the simulated provider, with options of its own.
 */
public final class Benchmark {
    private static final int BAD_INPUT = 2;

    private Benchmark() {}

    public static void main(String... names) throws Exception {
        if (names.length > 0 && names[0].equals("provider")) {
            SimulatedProvider.main(Arrays.copyOfRange(names, 1, names.length));
            return;
        }
        // standard output is for the figures alone
        LoggingSystem.get(Benchmark.class.getClassLoader()).beforeInitialize();
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("throughput", new Throughput());
        scenarios.put("latency", new Latency());
        scenarios.put("slow-provider", new SlowProvider());
        scenarios.put("fairness", new Fairness());
        scenarios.put("lanes", new Lanes());
        scenarios.put("provider-calls", new ProviderCalls());
        scenarios.put("long-outputs", new LongOutputs());
        scenarios.put("watching", new Watching());
        scenarios.put("bombs", new Bombs());
        scenarios.put("upload", new Uploads());
        scenarios.put("fold", new FoldAlone());
        scenarios.put("scale", new Scale());
        scenarios.put("scale-out", new ScaleOut());
        scenarios.put("start", new Start());
        scenarios.put("classify", new Classify());
        scenarios.put("floor", new Floor());
        List<String> chosen = names.length == 0 ? List.copyOf(scenarios.keySet()) : List.of(names);
        for (String name : chosen) {
            if (!scenarios.containsKey(name)) {
                System.err.println("no benchmark is called %s; there are: %s".formatted(name,
                        String.join(", ", scenarios.keySet())));
                System.exit(BAD_INPUT);
            }
        }
        for (String name : chosen) {
            scenarios.get(name).run(new Figures(name, System.out));
        }
        System.exit(0);
    }

    /** One benchmark. */
    interface Scenario {
        void run(Figures figures) throws Exception;
    }
}
