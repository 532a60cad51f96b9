package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.access.Gate.Entry;
import dev.cellmill.common.db.Schema;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.testkit.Backends;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class GateIT {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private JdbcClient sql;
    private Gate gate;

    @BeforeEach
    void emptyDatabase() {
        var database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        sql = JdbcClient.create(database.dataSource());
        gate = new Gate(new KeyTable(sql), new RequestLimits(new AccessSettings(1_000, 5)));
    }

    @Test
    void withoutKeysWhoeverComesByLoopbackIsAnyoneAndNobodyElseComesIn() {
        assertThat(ask(null, true)).isEqualTo(new Entry.Admitted(Caller.ANYONE));
        assertThat(ask("Bearer nonsense", true)).isEqualTo(new Entry.Admitted(Caller.ANYONE));
        assertThat(ask(null, false)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void aKeySaysWhoseRequestItIsAndNoOtherSecretOpensIt() {
        KeyText key = stored("acme");
        Entry entry = ask("Bearer " + key.whole(), false);
        assertThat(entry).isInstanceOfSatisfying(Entry.Admitted.class, admitted -> {
            assertThat(admitted.caller().tenant().value()).isEqualTo("acme");
            assertThat(admitted.caller().displayName()).isEqualTo("ci (%s)".formatted(key.id()));
        });
        var forged = new KeyText(key.id(), KeyText.next().secret());
        assertThat(ask("Bearer " + forged.whole(), true)).isInstanceOf(Entry.Refused.class);
        assertThat(ask("Bearer " + KeyText.next().whole(), true)).isInstanceOf(Entry.Refused.class);
        assertThat(ask(null, true)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void aKeyThatAnotherProcessRevokesStopsWorking() {
        KeyText other = stored("acme");
        KeyText key = stored("acme");
        assertThat(ask("Bearer " + key.whole(), true)).isInstanceOf(Entry.Admitted.class);
        sql.sql("UPDATE access.api_key SET revoked_at = now() WHERE id = :id").param("id", key.id()).update();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ask("Bearer " + key.whole(), true) instanceof Entry.Refused);
        assertThat(ask("Bearer " + other.whole(), true)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void whoHasComeInStaysAsLongAsTheKeyIsValidOrNoneIsNeeded() {
        assertThat(gate.stillAdmits(Caller.ANYONE)).isTrue();
        KeyText key = stored("acme");
        gate.keysChanged();
        assertThat(gate.stillAdmits(Caller.ANYONE)).isFalse();
        var caller = new Caller(new TenantId("acme"), key.id(), "ci");
        assertThat(gate.stillAdmits(caller)).isTrue();
        sql.sql("UPDATE access.api_key SET revoked_at = now() WHERE id = :id").param("id", key.id()).update();
        await().atMost(Duration.ofSeconds(10)).until(() -> !gate.stillAdmits(caller));
    }

    @Test
    void aServiceWithoutKeysStartsOnLoopbackOnly() throws Exception {
        var everywhere = new LoopbackWithoutKeys(gate, InetAddress.getByName("0.0.0.0"));
        assertThatExceptionOfType(OpenAddress.class)
                .isThrownBy(everywhere::afterSingletonsInstantiated)
                .withMessageContaining("keys create");
        assertThatExceptionOfType(OpenAddress.class)
                .isThrownBy(new LoopbackWithoutKeys(gate, null)::afterSingletonsInstantiated);
        new LoopbackWithoutKeys(gate, InetAddress.getByName("::1")).afterSingletonsInstantiated();
        stored("default");
        gate.keysChanged();
        everywhere.afterSingletonsInstantiated();
    }

    @Test
    void theUseOfAKeyIsNoted() {
        KeyText key = stored("acme");
        ask("Bearer " + new KeyText(key.id(), KeyText.next().secret()).whole(), true);
        assertThat(used(key)).isFalse();
        ask("Bearer " + key.whole(), true);
        assertThat(used(key)).isTrue();
    }

    @Test
    void aKeyThatAsksTooOftenIsToldHowLongToWaitAndNoOtherKeyIs() {
        gate = new Gate(new KeyTable(sql), new RequestLimits(new AccessSettings(3, 100)));
        KeyText eager = stored("acme");
        KeyText other = stored("acme");
        for (int i = 0; i < 3; i++) {
            assertThat(ask("Bearer " + eager.whole(), false)).isInstanceOf(Entry.Admitted.class);
        }
        assertThat(ask("Bearer " + eager.whole(), false)).isInstanceOfSatisfying(Entry.Limited.class,
                limited -> assertThat(limited.after()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60)));
        assertThat(ask("Bearer " + other.whole(), false)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void anAddressThatGuessesIsToldToWaitAndWhoeverHasAKeyThereComesInAllTheSame() throws Exception {
        KeyText known = stored("acme");
        assertThat(ask("Bearer " + known.whole(), false)).isInstanceOf(Entry.Admitted.class);
        for (int i = 0; i < 5; i++) {
            assertThat(ask("Bearer " + KeyText.next().whole(), false)).isInstanceOf(Entry.Refused.class);
        }
        assertThat(ask("Bearer " + KeyText.next().whole(), false)).isInstanceOf(Entry.Limited.class);
        assertThat(ask("Bearer nonsense", false)).isInstanceOf(Entry.Limited.class);
        assertThat(ask("Bearer " + known.whole(), false)).isInstanceOf(Entry.Admitted.class);
        assertThat(ask("Bearer " + stored("acme").whole(), false)).as("never seen before")
                .isInstanceOf(Entry.Admitted.class);
        assertThat(gate.ask(new Shown("Bearer " + KeyText.next().whole(), List.of(), Origin.UNSAID, true, false,
                InetAddress.getByName("192.0.2.2")))).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void manyGuessesAtOnceTakeFewConnectionsAndKeepNoKeyOut() throws Exception {
        KeyText good = stored("acme");
        var most = new AtomicInteger();
        var now = new AtomicInteger();
        gate = new Gate(new KeyTable(sql) {
            @Override
            Optional<StoredKey> active(String id) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                    return super.active(id);
                } finally {
                    now.decrementAndGet();
                }
            }
        }, new RequestLimits(new AccessSettings(1_000, 5)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = new ArrayList<Future<Entry>>();
            for (int i = 0; i < 100; i++) {
                guesses.add(threads.submit(() -> ask("Bearer " + KeyText.next().whole(), false)));
            }
            assertThat(ask("Bearer " + good.whole(), false)).isInstanceOf(Entry.Admitted.class);
            for (Future<Entry> guess : guesses) {
                assertThat(guess.get()).isNotInstanceOf(Entry.Admitted.class);
            }
        }
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void aBadCookieAheadOfTheGoodOneDoesNotShutAnybodyOut() {
        KeyText key = stored("acme");
        assertThat(gate.ask(new Shown(null, List.of(KeyText.next(), key), Origin.OWN, true, false, HERE)))
                .isInstanceOf(Entry.Admitted.class);
        assertThat(gate.ask(new Shown(null, List.of(KeyText.next(), KeyText.next()), Origin.OWN, true, false, HERE)))
                .isInstanceOf(Entry.Refused.class);
    }

    @Test
    void aCookieCountsForOurOwnPageOnly() {
        KeyText key = stored("acme");
        for (Origin origin : Origin.values()) {
            for (boolean safe : new boolean[]{true, false}) {
                Entry entry = gate.ask(new Shown(null, List.of(key), origin, safe, true, HERE));
                boolean counts = origin == Origin.OWN || origin == Origin.UNSAID && safe;
                assertThat(entry).as("%s, safe %s", origin, safe)
                        .isInstanceOf(counts ? Entry.Admitted.class : Entry.Refused.class);
            }
        }
        assertThat(gate.ask(new Shown("Bearer nonsense", List.of(key), Origin.OWN, true, true, HERE)))
                .as("a header counts alone").isInstanceOf(Entry.Refused.class);
    }

    @Test
    void withoutKeysAnotherSitesPageChangesNothing() {
        assertThat(gate.ask(new Shown(null, List.of(), Origin.FOREIGN, false, true, HERE)))
                .isInstanceOf(Entry.Refused.class);
        assertThat(gate.ask(new Shown(null, List.of(), Origin.UNSAID, false, true, HERE)))
                .isInstanceOf(Entry.Admitted.class);
    }

    private Entry ask(@Nullable String authorization, boolean loopback) {
        return gate.ask(new Shown(authorization, List.of(), Origin.UNSAID, false, loopback, HERE));
    }

    private boolean used(KeyText key) {
        return sql.sql("SELECT last_used_at IS NOT NULL FROM access.api_key WHERE id = :id").param("id", key.id())
                .query(Boolean.class).single();
    }

    private KeyText stored(String tenant) {
        KeyText key = KeyText.next();
        sql.sql("""
                INSERT INTO access.api_key (id, tenant, name, secret_hash, created_at)
                VALUES (:id, :tenant, 'ci', :hash, now())
                """).param("id", key.id()).param("tenant", tenant).param("hash", key.secretHash()).update();
        return key;
    }
}
