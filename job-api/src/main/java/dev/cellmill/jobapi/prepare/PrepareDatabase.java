package dev.cellmill.jobapi.prepare;

import dev.cellmill.common.access.KeyText;
import dev.cellmill.common.db.RequestTenant;
import dev.cellmill.common.db.RoleConfiguration;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.log.LogFormat;
import dev.cellmill.jobapi.access.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Brings the schema to the newest version and, where no key is there yet, stores the one that {@code CELLMILL_FIRST_KEY}
 * names as the operator's; then it ends. Settings are job-api's; the user of the database owns the schema. Safe to run
 * again, and by several at once. Not a component, so that a scan of this package passes it over.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class,
        TransactionAutoConfiguration.class})
@Import({RoleConfiguration.class, Keys.class})
public class PrepareDatabase {
    private static final Logger log = LoggerFactory.getLogger(PrepareDatabase.class);
    private static final String FIRST_KEY = "CELLMILL_FIRST_KEY";

    public static void main(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PrepareDatabase.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=cellmill,job-api", LogFormat.PROPERTY)
                .run(arguments)) {
            String given = context.getEnvironment().getProperty(FIRST_KEY, "").strip();
            if (!given.isEmpty()) {
                store(context.getBean(Keys.class), given);
            }
        }
    }

    private static void store(Keys keys, String given) {
        KeyText key = KeyText.of(given).orElseThrow(() -> new IllegalArgumentException(
                "%s is no key: write cm_, 12 characters of a-z and 0-9, _, and 43 of Base64 for addresses (32 bytes)"
                        .formatted(FIRST_KEY)));
        // as a request of the operator's would: only those make keys
        boolean stored = RequestTenant.call(TenantId.DEFAULT, () -> keys.storeFirst(key));
        if (stored) {
            log.info("stored the operator's first key, {}", key);
        } else {
            log.info("there are keys already; {} is left as it is", key);
        }
    }
}
