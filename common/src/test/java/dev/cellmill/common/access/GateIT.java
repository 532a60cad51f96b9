package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.access.Gate.Entry;
import dev.cellmill.common.db.Schema;
import dev.cellmill.testkit.Backends;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class GateIT {
    private JdbcClient sql;
    private Gate gate;

    @BeforeEach
    void emptyDatabase() {
        var database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        sql = JdbcClient.create(database.dataSource());
        gate = new Gate(new KeyTable(sql));
    }

    @Test
    void withoutKeysWhoeverComesByLoopbackIsAnyoneAndNobodyElseComesIn() {
        assertThat(gate.ask(null, true)).isEqualTo(new Entry.Admitted(Caller.ANYONE));
        assertThat(gate.ask("Bearer nonsense", true)).isEqualTo(new Entry.Admitted(Caller.ANYONE));
        assertThat(gate.ask(null, false)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void aKeySaysWhoseRequestItIsAndNoOtherSecretOpensIt() {
        KeyText key = stored("acme");
        Entry entry = gate.ask("Bearer " + key.whole(), false);
        assertThat(entry).isInstanceOfSatisfying(Entry.Admitted.class, admitted -> {
            assertThat(admitted.caller().tenant().value()).isEqualTo("acme");
            assertThat(admitted.caller().displayName()).isEqualTo("ci (%s)".formatted(key.id()));
        });
        var forged = new KeyText(key.id(), KeyText.next().secret());
        assertThat(gate.ask("Bearer " + forged.whole(), true)).isInstanceOf(Entry.Refused.class);
        assertThat(gate.ask("Bearer " + KeyText.next().whole(), true)).isInstanceOf(Entry.Refused.class);
        assertThat(gate.ask(null, true)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void aKeyThatAnotherProcessRevokesStopsWorking() {
        KeyText other = stored("acme");
        KeyText key = stored("acme");
        assertThat(gate.ask("Bearer " + key.whole(), true)).isInstanceOf(Entry.Admitted.class);
        sql.sql("UPDATE access.api_key SET revoked_at = now() WHERE id = :id").param("id", key.id()).update();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gate.ask("Bearer " + key.whole(), true) instanceof Entry.Refused);
        assertThat(gate.ask("Bearer " + other.whole(), true)).isInstanceOf(Entry.Admitted.class);
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
        gate.ask("Bearer " + new KeyText(key.id(), KeyText.next().secret()).whole(), true);
        assertThat(used(key)).isFalse();
        gate.ask("Bearer " + key.whole(), true);
        assertThat(used(key)).isTrue();
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
