package dev.cellmill.jobapi.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.db.Schema;
import dev.cellmill.testkit.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Whose batch is next. */
class BatchTurnsIT {
    private static final BatchSettings SETTINGS = new BatchSettings(Map.of(), 10, DataSize.ofKilobytes(1), 10, 2,
            Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(1));
    private static final DataSource SOURCE = Backends.newDatabase().dataSource();

    private final DSLContext db = DSL.using(SOURCE, SQLDialect.POSTGRES);
    private final BatchWork work = new BatchWork(db, SETTINGS);

    @BeforeAll
    static void migrate() {
        Schema.migrate(SOURCE);
    }

    @BeforeEach
    void forget() {
        db.execute("TRUNCATE jobs.batch");
    }

    @Test
    void aTenantOfWhomNothingIsWorkedOnGoesBeforeOneWithManyBatches() {
        for (int i = 0; i < 5; i++) {
            batch("many", "validating");
        }
        next();
        batch("few", "validating");
        assertThat(tenant(next())).isEqualTo("few");
        assertThat(tenant(next())).isEqualTo("many");
    }

    @Test
    void alsoWhereItsTurnWasLater() {
        batch("busy", "validating");
        next();
        batch("idle", "validating");
        worked();
        batch("busy", "validating");
        batch("idle", "validating");
        assertThat(tenant(next())).isEqualTo("idle");
    }

    @Test
    void tenantsTakeTurnsAlsoWhereOneIsWorkedOnAtATime() {
        for (String tenant : List.of("a", "a", "a", "b", "b", "c")) {
            batch(tenant, "validating");
        }
        var turns = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            turns.add(tenant(worked()));
        }
        assertThat(turns).containsExactly("a", "b", "c", "a", "b", "a");
        assertThat(work.claim(() -> false)).isEmpty();
    }

    @Test
    void whatHasRunIsWrittenDownBeforeMoreIsValidated() {
        batch("a", "validating");
        batch("a", "validating");
        batch("a", "finalizing");
        batch("b", "validating");
        batch("b", "cancelling");
        assertThat(List.of(worked(), worked(), worked(), worked(), worked())
                .stream().map(lease -> tenant(lease) + " " + lease.batch().status().wireName()))
                .containsExactly("a finalizing", "b cancelling", "a validating", "b validating", "a validating");
    }

    private BatchWork.Lease next() {
        return work.claim(() -> false).orElseThrow();
    }

    /** One that is done with, and so not there any more. */
    private BatchWork.Lease worked() {
        BatchWork.Lease lease = next();
        db.execute("UPDATE jobs.batch SET status = 'completed' WHERE id = ?", lease.batch().id().value());
        lease.leave(Duration.ZERO);
        return lease;
    }

    private static String tenant(BatchWork.Lease lease) {
        return lease.batch().tenant().value();
    }

    private void batch(String tenant, String status) {
        db.execute("""
                INSERT INTO jobs.batch (id, tenant, endpoint, completion_window, input_file, status, created_at, expires_at)
                VALUES (?, ?, '/v1/embeddings', '24h', ?, ?, now(), now() + interval '1 day')
                """, BatchId.next().value(), tenant, UUID.randomUUID(), status);
    }
}
