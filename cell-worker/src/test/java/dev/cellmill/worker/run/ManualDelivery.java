package dev.cellmill.worker.run;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A delivery that remembers what became of it. */
final class ManualDelivery implements Delivery {
    private volatile boolean isParked;
    private volatile boolean isFinished;
    private volatile boolean isAbandoned;
    private volatile boolean isWithdrawn;
    private volatile boolean hasBegun;
    private volatile boolean isUnsure;
    private Runnable whenOver = () -> {};

    private final ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("tasks", 0, 0, new byte[0], new byte[0]);

    @Override
    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    @Override
    public boolean mayHaveRun() {
        return false;
    }

    @Override
    public long assignedAt() {
        return 0;
    }

    @Override
    public boolean withdrawn() {
        return isWithdrawn;
    }

    void withdraw() {
        isWithdrawn = true;
    }

    @Override
    public boolean isSure() {
        return !isUnsure;
    }

    void isUnsure(boolean unsure) {
        isUnsure = unsure;
    }

    @Override
    public boolean begins() {
        if (!isWithdrawn) {
            hasBegun = true;
        }
        return !isWithdrawn;
    }

    @Override
    public boolean hasBegun() {
        return hasBegun;
    }

    @Override
    public @Nullable String begunBy() {
        return null;
    }

    @Override
    public void park() {
        isParked = true;
    }

    @Override
    public void unpark() {
        isParked = false;
    }

    @Override
    public void whenOver(Runnable told) {
        whenOver = told;
    }

    @Override
    public void finish() {
        isFinished = true;
        whenOver.run();
    }

    @Override
    public void abandon() {
        isAbandoned = true;
        whenOver.run();
    }

    boolean isParked() {
        return isParked;
    }

    boolean isFinished() {
        return isFinished;
    }

    boolean isAbandoned() {
        return isAbandoned;
    }
}
