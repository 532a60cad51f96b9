package dev.cellmill.status.webhook;

import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A message that this process has claimed, and where it goes.
 *
 * @param attempts begun, this one included; whoever claims it later has a higher number
 * @param receiver the host and port within the address, as written
 * @param secret that signs it; null if the key that sealed it is not configured here
 */
record DueMessage(DeliveryId id, JobId job, TenantId tenant, int attempts, String url, String receiver,
        @Nullable String secret,
        String body) {

    /** Without the secret, so that no log has it; nor the address, which may hold one. */
    @Override
    public String toString() {
        return "webhook message " + id + " of job " + job + " to " + receiver;
    }
}
