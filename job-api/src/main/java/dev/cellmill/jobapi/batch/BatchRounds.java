package dev.cellmill.jobapi.batch;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sees to it that batches get on, whoever had them in hand before. Each that is worked on has a thread of its own. */
@Component
class BatchRounds extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRounds.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final long STOP_SECONDS = 5;

    private final BatchWork work;
    private final ValidateBatch validate;
    private final SettleBatch settle;
    private final EndJob jobs;
    private final int atOnce;
    private final Semaphore hands;
    private final Semaphore ending = new Semaphore(1);
    private volatile boolean stopping;

    BatchRounds(BatchWork work, ValidateBatch validate, SettleBatch settle, EndJob jobs, BatchSettings settings) {
        super("batches", settings.interval(), ShutdownPhase.INTAKE);
        this.work = work;
        this.validate = validate;
        this.settle = settle;
        this.jobs = jobs;
        this.atOnce = settings.atOnce();
        this.hands = new Semaphore(atOnce);
    }

    /** Without waiting for the next round. */
    void soon() {
        Thread.ofVirtual().name("batches").start(() -> {
            try {
                run();
            } catch (RuntimeException e) {
                LOG.warn("a batch waits for the next round", e);
            }
        });
    }

    @Override
    public void start() {
        stopping = false;
        super.start();
    }

    @Override
    public void stop() {
        stopping = true;
        super.stop();
        try {
            if (!isLeft(hands, atOnce) || !isLeft(ending, 1)) {
                LOG.warn("a batch is still worked on; whoever starts next goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isLeft(Semaphore work, int permits) throws InterruptedException {
        boolean isLeft = work.tryAcquire(permits, STOP_SECONDS, TimeUnit.SECONDS);
        if (isLeft) {
            work.release(permits);
        }
        return isLeft;
    }

    @Override
    protected void run() {
        work.advance();
        endJobs();
        while (!stopping && hands.tryAcquire()) {
            boolean isTaken = false;
            try {
                Optional<BatchWork.Lease> lease = work.claim(() -> stopping);
                if (lease.isEmpty()) {
                    return;
                }
                Thread.ofVirtual().name(lease.get().batch().id().toString()).start(() -> work(lease.get()));
                isTaken = true;
            } finally {
                if (!isTaken) {
                    hands.release();
                }
            }
        }
    }

    /** No batch that is to end waits for a hand before it costs no more. Workers are slow to answer, so the round goes on. */
    private void endJobs() {
        if (stopping || !ending.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("batches-ending").start(() -> {
            try {
                jobs.endAll(() -> stopping);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("batches that are to end could not be looked for; they are in the next round", e);
            } finally {
                ending.release();
            }
        });
    }

    private void work(BatchWork.Lease lease) {
        Duration rest = Duration.ZERO;
        try {
            rest = lease.batch().status() == BatchStatus.VALIDATING ? validate.validate(lease) : settle.settle(lease);
        } catch (BatchWork.LeaseLost e) {
            LOG.info("{} is left to another: {}", lease.batch().id(), e.getMessage());
        } catch (Exception e) {
            rest = failed(lease);
            LOG.warn("{} did not get on while it was {}; again in {}", lease.batch().id(),
                    lease.batch().status().wireName(), rest, e);
        } finally {
            leave(lease, rest);
            hands.release();
        }
    }

    private Duration failed(BatchWork.Lease lease) {
        try {
            return lease.batch().status() == BatchStatus.VALIDATING ? validate.failed(lease) : AFTER_A_FAILURE;
        } catch (RuntimeException e) {
            LOG.warn("that {} has failed could not be noted", lease.batch().id(), e);
            return AFTER_A_FAILURE;
        }
    }

    private static void leave(BatchWork.Lease lease, Duration rest) {
        try {
            lease.leave(rest);
        } catch (RuntimeException e) {
            LOG.warn("{} is held until its lease is over", lease.batch().id(), e);
        }
    }
}
