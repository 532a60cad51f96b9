package dev.cellmill.status.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long to wait after each failed attempt: the published schedule, a little longer at random. Pure. */
final class RetrySchedule {
    /** Receivers that were away together are not asked together again; a share of the wait. */
    static final double MOST_JITTER = 0.2;

    private static final List<Duration> WAITS = Stream.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H",
            "PT20H", "PT24H").map(Duration::parse).toList();

    private RetrySchedule() {}

    /**
     * @param attempts that were begun, from 1
     * @param chance from 0 to 1
     * @return empty if there is no further one
     */
    static Optional<Duration> after(int attempts, double chance) {
        if (attempts > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(attempts - 1);
        return Optional.of(wait.plusMillis((long) (wait.toMillis() * MOST_JITTER * chance)));
    }
}
