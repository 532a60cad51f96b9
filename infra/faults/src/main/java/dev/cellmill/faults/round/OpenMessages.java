package dev.cellmill.faults.round;

import dev.cellmill.faults.cluster.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages to webhooks that were not told when their round was over: a second failed attempt is repeated after five minutes,
 * which no round waits for. Not thread-safe.
 */
public final class OpenMessages {
    private final Sink sink;
    private final Map<String, Open> open = new HashMap<>();

    private record Open(String name, Map<String, Integer> entered) {}

    public OpenMessages(Sink sink) {
        this.sink = sink;
    }

    void add(RoundJob job) {
        open.put(job.id(), new Open("%s (%s)".formatted(job.plan().name(), job.id()), job.entered()));
    }

    /** Whether the sink was told of each of the job's ends, or wanted to hear no more of it. */
    boolean isTold(String job, Map<String, Integer> entered) {
        return sink.messages().stream().anyMatch(message -> message.job().equals(job) && message.isRefusedForGood())
                || entered.entrySet().stream().allMatch(end -> sink.messages().stream()
                        .filter(message -> message.job().equals(job) && message.type().equals(end.getKey()))
                        .map(Sink.Message::id).distinct().count() >= end.getValue());
    }

    /** @return whether nothing is open any more */
    public boolean settle() {
        open.entrySet().removeIf(one -> isTold(one.getKey(), one.getValue().entered()));
        return open.isEmpty();
    }

    /** For people. */
    public List<String> missing() {
        settle();
        return new ArrayList<>(open.values().stream().map(one -> one.name() + " " + one.entered()).toList());
    }
}
