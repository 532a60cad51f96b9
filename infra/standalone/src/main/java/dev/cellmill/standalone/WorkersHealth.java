package dev.cellmill.standalone;

import dev.cellmill.jobapi.schedule.LiveWorkers;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up only when every worker has joined.
 *
 * @param expected workers that were started
 */
record WorkersHealth(LiveWorkers workers, int expected) implements HealthIndicator {

    @Override
    public Health health() {
        int alive = workers.count();
        var health = alive >= expected ? Health.up() : Health.down();
        return health.withDetail("alive", alive).withDetail("expected", expected).build();
    }
}
