package dev.cellmill.jobapi.batch;

import dev.cellmill.common.service.Bounds;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.batches}.
 *
 * @param models which provider answers a model, {@code provider} or {@code provider/model}; one that is not here is
 *     answered by the provider that lists it
 * @param maxRequests of one file; validation takes some 100 bytes of memory for each
 * @param maxLine bytes of one request at most
 * @param maxErrors that are noted of one file; reading it ends with the last
 * @param atOnce batches that this process validates or writes the results of at once
 * @param interval between looks for what is to be done
 * @param lease after which whoever works on a batch without a word is dead, and another goes on
 * @param cancelGrace that calls in flight have after a cancellation before the results are written without them
 */
@ConfigurationProperties(prefix = "cellmill.batches", ignoreUnknownFields = false)
record BatchSettings(
        @DefaultValue Map<String, String> models,
        @DefaultValue("50000") int maxRequests,
        @DefaultValue("1MB") DataSize maxLine,
        @DefaultValue("100") int maxErrors,
        @DefaultValue("2") int atOnce,
        @DefaultValue("500ms") Duration interval,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("10m") Duration cancelGrace) {

    BatchSettings {
        models = Map.copyOf(models);
        Bounds.between("cellmill.batches.max-requests", maxRequests, 1, 10_000_000);
        Bounds.between("cellmill.batches.max-line", maxLine.toBytes(), 1, 64L << 20);
        Bounds.between("cellmill.batches.max-errors", maxErrors, 1, 10_000);
        Bounds.between("cellmill.batches.at-once", atOnce, 1, 1_000);
        Bounds.between("cellmill.batches.interval in ms", interval.toMillis(), 1, Long.MAX_VALUE);
        Bounds.between("cellmill.batches.lease in ms", lease.toMillis(), 100, Long.MAX_VALUE);
        Bounds.between("cellmill.batches.cancel-grace in ms", cancelGrace.toMillis(), 0, Long.MAX_VALUE);
    }
}
