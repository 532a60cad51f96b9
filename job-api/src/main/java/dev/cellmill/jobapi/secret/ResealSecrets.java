package dev.cellmill.jobapi.secret;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * At the start, seals every stored secret by the key that seals now, so that an older key can go. Each is one statement
 * that changes nothing if the secret was replaced meanwhile; who dies on the way leaves the rest to the next start.
 */
@Component
class ResealSecrets implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ResealSecrets.class);
    private static final int PAGE = 500;

    private static final String JOBS = """
            SELECT id, webhook ->> 'secret' AS secret FROM jobs.job
            WHERE webhook IS NOT NULL AND NOT starts_with(webhook ->> 'secret', :current) AND id > :after
            ORDER BY id LIMIT :page
            """;
    private static final String RESEAL_JOB = """
            UPDATE jobs.job SET webhook = jsonb_set(webhook, '{secret}', to_jsonb(CAST(:sealed AS text)))
            WHERE id = :id AND webhook ->> 'secret' = :stored
            """;
    private static final String TEMPLATES = """
            SELECT tenant, name, spec #>> '{webhook,secret}' AS secret FROM jobs.template
            WHERE NOT starts_with(spec #>> '{webhook,secret}', :current)
            """;
    /** Through text, for the spec keeps the order of its members. */
    private static final String RESEAL_TEMPLATE = """
            UPDATE jobs.template SET spec = CAST(replace(CAST(spec AS text), CAST(to_json(CAST(:stored AS text)) AS text),
                CAST(to_json(CAST(:sealed AS text)) AS text)) AS json)
            WHERE tenant = :tenant AND name = :name AND spec #>> '{webhook,secret}' = :stored
            """;

    private final JdbcClient sql;
    private final Sealer sealer;

    ResealSecrets(JdbcClient sql, Sealer sealer) {
        this.sql = sql;
        this.sealer = sealer;
    }

    private record Stored(UUID id, String secret) {}

    private record StoredTemplate(TenantId tenant, String name, String secret) {}

    @Override
    public void run(ApplicationArguments arguments) {
        if (!sealer.ready()) {
            return;
        }
        int lost;
        try {
            lost = jobs() + templates();
        } catch (DataAccessException e) {
            LOG.error(
                    "secrets of webhooks could not be sealed anew; older keys are still needed, and the next start tries again",
                    e);
            return;
        }
        if (lost > 0) {
            LOG.warn("{} secrets of webhooks are sealed by keys that are not configured; their messages wait for them."
                    + " Add the keys to CELLMILL_SECRETS_KEY, or give those webhooks anew", lost);
        }
    }

    /** @return how many cannot be opened */
    private int jobs() {
        int lost = 0;
        int sealed = 0;
        var after = new UUID(0, 0);
        List<Stored> page;
        do {
            page = sql.sql(JOBS).param("current", sealer.currentPrefix()).param("after", after).param("page", PAGE)
                    .query((row, number) -> new Stored(row.getObject("id", UUID.class), row.getString("secret")))
                    .list();
            for (Stored stored : page) {
                after = stored.id();
                String place = SealedWebhook.ofJob(new JobId(stored.id()));
                var opened = sealer.open(stored.secret(), place);
                if (opened.isEmpty()) {
                    lost++;
                } else {
                    sealed += sql.sql(RESEAL_JOB).param("sealed", sealer.seal(opened.get(), place))
                            .param("id", stored.id()).param("stored", stored.secret()).update();
                }
            }
        } while (page.size() == PAGE);
        told(sealed, "jobs");
        return lost;
    }

    /** @return how many cannot be opened */
    private int templates() {
        int lost = 0;
        int sealed = 0;
        List<StoredTemplate> all = sql.sql(TEMPLATES).param("current", sealer.currentPrefix())
                .query((row, number) -> new StoredTemplate(new TenantId(row.getString("tenant")), row.getString("name"),
                        row.getString("secret")))
                .list();
        for (StoredTemplate stored : all) {
            String place = SealedWebhook.ofTemplate(stored.tenant(), stored.name());
            var opened = sealer.open(stored.secret(), place);
            if (opened.isEmpty()) {
                lost++;
            } else {
                sealed += sql.sql(RESEAL_TEMPLATE).param("sealed", sealer.seal(opened.get(), place))
                        .param("tenant", stored.tenant().value()).param("name", stored.name())
                        .param("stored", stored.secret()).update();
            }
        }
        told(sealed, "templates");
        return lost;
    }

    private static void told(int sealed, String of) {
        if (sealed > 0) {
            LOG.info(
                    "{} secrets of webhooks of {} are now sealed by the first key; older keys do not seal them any more",
                    sealed, of);
        }
    }
}
