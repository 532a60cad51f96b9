package dev.cellmill.status.fold;

import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.meter.Buckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is measured of the fold. Thread-safe. */
final class FoldMeters {
    /** A batch that failed is tried again every five seconds; one that is not has gone to another. */
    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final double MILLIS = 1e3;

    private final MeterRegistry registry;
    private final UnaryOperator<String> kinds;
    private final DistributionSummary batch;
    private final Timer folded;
    private final Timer failed;
    private final Timer lag;
    private final Timer age;
    private final Map<EndedCells.Kind, Counter> cells = new ConcurrentHashMap<>();
    private final Map<String, Counter> hops = new ConcurrentHashMap<>();
    private final Map<Thread, Batch> underWay = new ConcurrentHashMap<>();

    /** @param kinds what kind a provider is of */
    FoldMeters(MeterRegistry registry, UnaryOperator<String> kinds) {
        this.registry = registry;
        this.kinds = kinds;
        batch = DistributionSummary.builder("cellmill.fold.batch").baseUnit("events")
                .description("Events that were folded together").serviceLevelObjectives(Buckets.sizes())
                .register(registry);
        folded = duration("folded");
        failed = duration("failed");
        lag = Timer.builder("cellmill.fold.lag")
                .description("From when the oldest event of a batch was sent until it was stored")
                .serviceLevelObjectives(Buckets.times()).register(registry);
        age = Timer.builder("cellmill.cell.age")
                .description("From when a cell was sent, to its first step, until its end was stored")
                .serviceLevelObjectives(Buckets.times()).register(registry);
        Gauge.builder("cellmill.fold.behind", this, FoldMeters::behind).baseUnit("seconds")
                .description("Age of the oldest event that is being folded, or tried again; 0 if there is none")
                .register(registry);
    }

    private Timer duration(String outcome) {
        return Timer.builder("cellmill.fold.duration").tag("outcome", outcome)
                .description("How long it took to fold a batch").serviceLevelObjectives(Buckets.times())
                .register(registry);
    }

    /**
     * A batch of one thread.
     *
     * @param oldest event, in milliseconds since 1970
     * @param failedAt by {@link System#nanoTime}; 0 while it is being folded
     */
    private record Batch(long oldest, long failedAt) {}

    MeterRegistry registry() {
        return registry;
    }

    /** @return to be given to {@link #folded} or {@link #failed}, on the same thread */
    long begins(List<ConsumerRecord<byte[], byte[]>> polled) {
        underWay.put(Thread.currentThread(), new Batch(oldest(polled), 0));
        return System.nanoTime();
    }

    private static long oldest(List<ConsumerRecord<byte[], byte[]>> polled) {
        return polled.stream().mapToLong(ConsumerRecord::timestamp).min().orElseGet(System::currentTimeMillis);
    }

    /** @param events that the records held */
    void folded(List<ConsumerRecord<byte[], byte[]>> polled, int events, long began) {
        underWay.remove(Thread.currentThread());
        folded.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        batch.record(events);
        long now = System.currentTimeMillis();
        lag.record(Math.max(0, now - oldest(polled)), TimeUnit.MILLISECONDS);
        for (ConsumerRecord<byte[], byte[]> one : polled) {
            long sentAt = CellHeaders.sentAt(one.headers());
            if (sentAt > 0) {
                age.record(Math.max(0, now - sentAt), TimeUnit.MILLISECONDS);
            }
        }
    }

    void failed(long began) {
        failed.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        underWay.computeIfPresent(Thread.currentThread(), (same, one) -> new Batch(one.oldest(), System.nanoTime()));
    }

    private double behind() {
        long now = System.nanoTime();
        underWay.values().removeIf(one -> one.failedAt() != 0 && now - one.failedAt() > FORGOTTEN_NANOS);
        long oldest = underWay.values().stream().mapToLong(Batch::oldest).min().orElse(Long.MAX_VALUE);
        return Math.max(0, System.currentTimeMillis() - oldest) / MILLIS;
    }

    /** Makes what may be counted of a provider's cells, and of those in its lane of which nobody is asked. */
    void expect(ProviderKinds.Announced provider) {
        expect(provider.lane(), provider.provider());
        expect(provider.lane(), EndedCells.NONE);
        hops(provider.lane());
    }

    private void expect(String lane, String provider) {
        boolean isAsked = !provider.equals(EndedCells.NONE);
        for (ErrorCode code : ErrorCode.values()) {
            counter(new EndedCells.Kind(lane, provider, EndedCells.FAILED, code.wireName()));
        }
        if (isAsked) {
            counter(new EndedCells.Kind(lane, provider, EndedCells.DONE, EndedCells.NONE));
        } else {
            for (SkipReason reason : SkipReason.values()) {
                counter(new EndedCells.Kind(lane, provider, EndedCells.SKIPPED, reason.wireName()));
            }
        }
    }

    /** After they were stored. */
    void ended(EndedCells ended) {
        ended.forEach((kind, count) -> counter(kind).increment(count));
        ended.forEachHop((lane, count) -> hops(lane).increment(count));
    }

    /** One whose provider is not known yet is looked for again the next time. */
    private Counter counter(EndedCells.Kind cell) {
        Counter made = cells.get(cell);
        if (made == null) {
            String kind = kinds.apply(cell.provider());
            made = Counter.builder("cellmill.cells").tag("lane", cell.lane()).tag("provider", cell.provider())
                    .tag("kind", kind).tag("outcome", cell.outcome()).tag("reason", cell.reason())
                    .description("Cells that ended, each once a run").register(registry);
            if (!kind.equals(ProviderKinds.UNKNOWN)) {
                cells.put(cell, made);
            }
        }
        return made;
    }

    private Counter hops(String lane) {
        return hops.computeIfAbsent(lane, _ -> Counter.builder("cellmill.lane.hopped").baseUnit("cells")
                .tag("lane", lane).description("Cells that left the lane for their next step").register(registry));
    }
}
