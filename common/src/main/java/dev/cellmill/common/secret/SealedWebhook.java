package dev.cellmill.common.secret;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;

/** The places where secrets of webhooks are stored, as {@link Sealer} takes them. */
public final class SealedWebhook {
    private SealedWebhook() {}

    public static String ofJob(JobId job) {
        return "job/" + job;
    }

    public static String ofTemplate(TenantId tenant, String name) {
        return "template/" + tenant.value() + "/" + name;
    }
}
