package dev.cellmill.jobapi.access;

import dev.cellmill.common.id.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key on the wire, without its secret. @param lastUsedAt to about a minute */
record KeyView(
        String id,
        TenantId tenant,
        @Nullable String name,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
