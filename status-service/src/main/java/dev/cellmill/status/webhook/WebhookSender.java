package dev.cellmill.status.webhook;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.time.InstantSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, each message on a thread of its own, so many at once and so many to one receiver, so that one that
 * answers slowly does not hold up the others; and so many of one tenant where there are several, whose receivers may all be slow. Any number of processes may do so at once.
 */
final class WebhookSender extends PeriodicTask {
    static final int TO_ONE_RECEIVER = 4;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final WebhookMessages messages;
    private final WebhookClient client;
    private final InstantSource clock;
    private final WebhookMeters meters;
    private final int concurrency;
    private final Sharing sharing;
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Map<TenantId, Integer> ofTenants = new HashMap<>();
    private int total;

    WebhookSender(WebhookMessages messages, WebhookClient client, InstantSource clock, int concurrency,
            WebhookMeters meters, Sharing sharing) {
        super("webhooks", BETWEEN_LOOKS, ShutdownPhase.FOLD - 1);
        this.messages = messages;
        this.client = client;
        this.clock = clock;
        this.meters = meters;
        this.concurrency = concurrency;
        this.sharing = sharing;
    }

    /** Begins to send what is due and finds room; each round takes one message for each receiver. */
    synchronized void sendDue() {
        int share = sharing.now() ? Math.ceilDiv(concurrency, 2) : concurrency;
        List<DueMessage> claimed;
        do {
            claimed = total >= concurrency
                    ? List.of()
                    : messages.claim(clock.instant(), concurrency - total, busy(), ofTenants, share);
            for (DueMessage message : claimed) {
                underWay.merge(message.receiver(), 1, Integer::sum);
                ofTenants.merge(message.tenant(), 1, Integer::sum);
                total++;
                Thread.ofVirtual().name("webhook " + message.id()).start(() -> sendAndLeave(message));
            }
        } while (!claimed.isEmpty());
    }

    private List<String> busy() {
        return underWay.entrySet().stream().filter(receiver -> receiver.getValue() >= TO_ONE_RECEIVER)
                .map(Map.Entry::getKey).toList();
    }

    private void sendAndLeave(DueMessage message) {
        try {
            send(message);
        } catch (InterruptedException e) {
            LOG.info("{} was interrupted and comes due again", message);
        } catch (RuntimeException e) {
            LOG.warn("{} was sent, but its outcome could not be stored; it comes due again in {} s", message,
                    WebhookMessages.LEASE.toSeconds(), e);
        } finally {
            leave(message);
        }
    }

    private void send(DueMessage message) throws InterruptedException {
        Instant began = clock.instant();
        Outcome outcome = client.send(message, began.getEpochSecond());
        Duration took = Duration.between(began, clock.instant());
        Verdict verdict = Verdict.on(outcome, message.attempts(), ThreadLocalRandom.current().nextDouble());
        meters.ended(verdict);
        if (!messages.record(message, outcome, verdict, began, took)) {
            LOG.warn("{} took longer than its lease; another sender has it", message);
        } else if (verdict instanceof Verdict.Failed || verdict instanceof Verdict.Disabled) {
            LOG.warn("{} is given up: {}", message, verdict.error());
        }
    }

    private synchronized void leave(DueMessage message) {
        leave(underWay, message.receiver());
        leave(ofTenants, message.tenant());
        total--;
        notifyAll();
    }

    private static <K> void leave(Map<K, Integer> counts, K one) {
        counts.computeIfPresent(one, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Waits until nothing is under way, or so long. @return whether nothing is */
    synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); total > 0 && left > 0;) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return total == 0;
    }

    @Override
    protected void run() {
        sendDue();
    }

    /** What is still under way after a few seconds comes due again once its lease is over. */
    @Override
    public void stop() {
        super.stop();
        try {
            awaitIdle(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
