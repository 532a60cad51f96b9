package dev.cellmill.worker.run;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task as it came, and what its lane wants to know of it. Ends with one of {@link #finish} and {@link #abandon}.
 * Thread-safe.
 */
public interface Delivery {

    ConsumerRecord<byte[], byte[]> record();

    /** Whether a worker that had the partition before may have done it. */
    boolean mayHaveRun();

    /** When the partition came to this worker, as {@link System#nanoTime} tells it. */
    long assignedAt();

    /** Whether no call may begin for it any more: the partition has gone, or the worker stops. */
    boolean withdrawn();

    /**
     * Whether the broker has said so lately that the partition cannot be another worker's yet. A process that stood still for
     * long may not know that it is; until it knows, nothing begins.
     */
    boolean isSure();

    /**
     * A call begins for it, or it waits for one that others make: from then on it ends by an event, also when the partition goes
     * to another worker, which is told so and waits.
     *
     * @return false if the partition has gone before, and no call may begin
     */
    boolean begins();

    /** Whether {@link #begins} was told. */
    boolean hasBegun();

    /** The worker that had the partition before and had a call for it under way; null if none had. */
    @Nullable
    String begunBy();

    /** From now on it waits for something that takes no slot: another's call, a retry, the broker. */
    void park();

    /** It competes for a slot again. */
    void unpark();

    /** To be run once, when it has ended either way. Told before it can end. */
    void whenOver(Runnable told);

    /** What came of it is acknowledged by the broker. */
    void finish();

    /** Nothing came of it here; whoever reads it next begins anew. */
    void abandon();
}
