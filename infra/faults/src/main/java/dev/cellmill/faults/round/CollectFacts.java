package dev.cellmill.faults.round;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.state.CellState;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.ServiceClient.Reply;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.inject.Broker;
import dev.cellmill.faults.oracle.Facts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what the oracle is told: from REST, the database, the topic of events. */
final class CollectFacts {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final int NOTABLE = 600;

    private final FaultCluster cluster;
    private final Cells cells;
    private final Broker broker;

    CollectFacts(FaultCluster cluster, Cells cells, Broker broker) {
        this.cluster = cluster;
        this.cells = cells;
        this.broker = broker;
    }

    Facts.JobFacts of(RoundJob job, @Nullable String state, boolean inTime, boolean told) {
        Optional<JsonNode> status = get("/v1/status/jobs/" + job.id());
        Optional<JsonNode> audit = get("/v1/status/jobs/" + job.id() + "/audit");
        return new Facts.JobFacts(job.id(), job.plan().name(), job.accepted(), state, JobDocument.columns(job.plan()),
                cells.of(job.id()), status.map(CollectFacts::counters).orElse(null),
                audit.isEmpty() ? "no answer" : differences(audit.get()), job.plan().budget(),
                status.map(body -> body.at("/cost/spent").decimalValue()).orElse(BigDecimal.ZERO),
                job.entered(), job.keys(), inTime, !told);
    }

    /** Ends on the topic, of these jobs. */
    List<Facts.ToldEnd> told(Map<TopicPartition, Long> from, Collection<String> jobs) {
        var wanted = Set.copyOf(jobs);
        var told = new ArrayList<Facts.ToldEnd>();
        broker.read(from, record -> events(record).stream()
                .filter(event -> wanted.contains(event.cell().job().toString()))
                .forEach(event -> end(event).ifPresent(state -> told.add(new Facts.ToldEnd(
                        new Facts.Place(event.cell().job().toString(), event.cell().row(), event.cell().column(),
                                event.position().run()),
                        state.code())))));
        return told.stream().distinct().collect(Collectors.toList());
    }

    Map<TopicPartition, Long> endOfEvents() {
        return broker.ends(Topics.EVENTS);
    }

    private static List<CellEvent> events(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? List.of() : Messages.readEvents(record.value());
        } catch (JacksonException | IllegalArgumentException e) {
            // poison
            return List.of();
        }
    }

    private static Optional<CellState> end(CellEvent event) {
        return switch (event) {
            case CellEvent.Done _ -> Optional.of(CellState.DONE);
            case CellEvent.Failed _ -> Optional.of(CellState.FAILED);
            case CellEvent.Skipped _ -> Optional.of(CellState.SKIPPED);
            case CellEvent.Started _,CellEvent.Released _,CellEvent.Hopped _,CellEvent.Reopened _ -> Optional.empty();
        };
    }

    private static Facts.Counters counters(JsonNode status) {
        return new Facts.Counters(status.path("totalCells").asLong(), status.path("completedCells").asLong(),
                status.path("successfulCells").asLong(), status.path("failedCells").asLong(),
                status.path("skippedCells").asLong(), status.path("cancelledCells").asLong(),
                status.path("runningCells").asLong(), status.path("queuedCells").asLong(),
                status.path("totalRows").asLong(), status.path("completedRows").asLong());
    }

    private static @Nullable String differences(JsonNode audit) {
        if (audit.path("equal").asBoolean(false)) {
            return null;
        }
        String text = audit.toString();
        return text.substring(0, Math.min(NOTABLE * 4, text.length()));
    }

    private Optional<JsonNode> get(String path) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<Reply> reply = cluster.status().get(path);
            if (reply.isPresent() && reply.get().isGood()) {
                return Optional.of(reply.get().body());
            }
            Until.passed(BETWEEN);
        }
        return Optional.empty();
    }
}
