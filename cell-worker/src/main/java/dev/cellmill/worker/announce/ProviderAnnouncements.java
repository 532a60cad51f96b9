package dev.cellmill.worker.announce;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/**
 * Writes this worker's providers into the database, at its start and twice a minute, so that jobs can be held against
 * them. An announcement that is not renewed tells that no worker has the provider any more.
 */
final class ProviderAnnouncements extends PeriodicTask {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final String UPSERT = """
            INSERT INTO worker.provider (name, lane, profile, announced_at)
            VALUES ({0}, {1}, {2}, {3})
            ON CONFLICT (name) DO UPDATE
            SET lane = excluded.lane, profile = excluded.profile, announced_at = excluded.announced_at
            """;

    private final ProviderRegistry registry;
    private final DSLContext database;
    private final Clock clock;

    ProviderAnnouncements(ProviderRegistry registry, DSLContext database, Clock clock) {
        // before the first ping: a worker that is known to live has told what it can do
        super("provider-announcements", INTERVAL, ShutdownPhase.WORKERS - 2);
        this.registry = registry;
        this.database = database;
        this.clock = clock;
    }

    /** Whoever finds this process ready finds its providers too. */
    @Override
    protected boolean isNeededAtStart() {
        return true;
    }

    /** In the order of their names: two workers that announce at once do not wait for each other in a circle. */
    @Override
    protected void run() {
        List<ProviderProfile> profiles = registry.all().stream().map(Provider::profile)
                .sorted(Comparator.comparing(ProviderProfile::name)).toList();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        for (ProviderProfile profile : profiles) {
            var json = JSONB.valueOf(Json.MAPPER.writeValueAsString(profile));
            database.query(UPSERT, profile.name(), profile.lane(), json, now).execute();
        }
    }
}
