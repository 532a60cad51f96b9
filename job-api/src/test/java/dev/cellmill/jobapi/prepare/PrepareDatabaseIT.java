package dev.cellmill.jobapi.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.access.KeyText;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PrepareDatabaseIT {
    private final TestDatabase database = Backends.newDatabase();

    @Test
    void theSchemaAndTheFirstKeyAreMadeOnce() {
        KeyText first = KeyText.next();
        prepare(first.whole());
        prepare(first.whole());
        prepare(KeyText.next().whole());
        assertThat(keys()).containsExactly("%s default first %s".formatted(first.id(),
                HexFormat.of().formatHex(first.secretHash())));
    }

    @Test
    void withoutAKeyTheSchemaAloneIsMade() {
        prepare("");
        assertThat(keys()).isEmpty();
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> prepare("cm_my_own_secret"))
                .hasMessageContaining("CELLMILL_FIRST_KEY is no key")
                .hasMessageNotContaining("my_own_secret");
        assertThat(keys()).isEmpty();
    }

    private void prepare(String key) {
        PrepareDatabase.main("--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(), "--CELLMILL_FIRST_KEY=" + key);
    }

    private List<String> keys() {
        return JdbcClient.create(database.dataSource()).sql("""
                SELECT concat_ws(' ', id, tenant, name, encode(secret_hash, 'hex')) FROM access.api_key
                """).query(String.class).list();
    }
}
