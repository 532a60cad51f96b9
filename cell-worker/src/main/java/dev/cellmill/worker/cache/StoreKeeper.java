package dev.cellmill.worker.cache;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes new answers into the table, many at a time; throws out, in short transactions, those that are too old or too many;
 * and hears when others have cleared it. Thread-safe.
 */
final class StoreKeeper extends PeriodicTask {
    private static final Logger log = LoggerFactory.getLogger(StoreKeeper.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int MOST_WAITING = 20_000;
    private static final int AT_ONCE = 1_000;
    /** A longer answer is worth a call more than its place in the database. */
    private static final int LONGEST = 1024 * 1024;
    private static final long MOST_CHARACTERS = 64L * 1024 * 1024;
    private static final int MOST_HITS = 100_000;
    private static final int ROUNDS_TO_HEAR = 10;
    private static final int ROUNDS_TO_EXPIRE = 600;

    private final StoredAnswers stored;
    private final ResponseCache memory;
    private final CacheSettings settings;
    private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    /** Of the answers that wait. */
    private final AtomicLong characters = new AtomicLong();
    private final Map<Fingerprint, Long> hits = new ConcurrentHashMap<>();
    private Map<String, String> cleared = new HashMap<>();
    private int round;

    private record Waiting(StoredAnswers.Answer answer, int characters) {}

    StoreKeeper(StoredAnswers stored, ResponseCache memory, CacheSettings settings) {
        super("response-cache", INTERVAL, ShutdownPhase.WORKERS - 1);
        this.stored = stored;
        this.memory = memory;
        this.settings = settings;
    }

    /** It is in the table soon. Where the database is so slow that too many wait, one that is not kept is called again. */
    void keep(StoredAnswers.Answer answer) {
        int size = answer.answer().answer().toString().length();
        if (size > LONGEST) {
            log.debug("an answer of {} characters is kept in memory only", size);
            return;
        }
        // what was sent and received is not stored
        var stripped = new StoredAnswers.Answer(answer.request(), answer.provider(), new ProviderOutcome.Success(
                answer.answer().answer(), answer.answer().confidence(), answer.answer().inputTokens(),
                answer.answer().outputTokens(), answer.answer().cost(), null, null), answer.ttl(), answer.nanoTime());
        if (characters.addAndGet(size) > MOST_CHARACTERS || !waiting.offer(new Waiting(stripped, size))) {
            characters.addAndGet(-size);
            log.warn("{} answers wait to be stored; one more of {} is kept in memory only", MOST_WAITING,
                    answer.provider());
        }
    }

    void hit(Fingerprint request) {
        if (hits.size() < MOST_HITS) {
            hits.merge(request, 1L, Long::sum);
        }
    }

    @Override
    public void start() {
        cleared = stored.cleared();
        super.start();
    }

    @Override
    protected void run() {
        try {
            write();
        } catch (RuntimeException e) {
            if (round % ROUNDS_TO_HEAR == 0) {
                log.warn("{} answers wait to be stored; that is tried again", waiting.size(), e);
            }
        }
        round++;
        if (round % ROUNDS_TO_HEAR == 0) {
            hear();
            countHits();
        }
        if (round % ROUNDS_TO_EXPIRE == 0) {
            throwOut();
        }
    }

    @Override
    public void stop() {
        super.stop();
        try {
            write();
        } catch (RuntimeException e) {
            log.warn("{} answers could not be stored and will be asked for again", waiting.size(), e);
        }
    }

    private synchronized void write() {
        while (!waiting.isEmpty()) {
            int some = Math.min(AT_ONCE, waiting.size());
            var newest = new HashMap<Fingerprint, StoredAnswers.Answer>();
            waiting.stream().limit(some).forEach(one -> newest.put(one.answer().request(), one.answer()));
            keep(List.copyOf(newest.values()));
            var written = new ArrayList<Waiting>(some);
            // new ones come at the other end alone
            waiting.drainTo(written, some);
            written.forEach(one -> characters.addAndGet(-one.characters()));
        }
    }

    /** One that the database refuses for what it holds must not keep the others out for ever. */
    private void keep(List<StoredAnswers.Answer> answers) {
        try {
            stored.keep(answers);
        } catch (RuntimeException e) {
            if (!isRefused(e)) {
                throw e;
            }
            if (answers.size() == 1) {
                log.warn("an answer of {} cannot be stored and is kept in memory only",
                        answers.getFirst().provider(), e);
                return;
            }
            keep(answers.subList(0, answers.size() / 2));
            keep(answers.subList(answers.size() / 2, answers.size()));
        }
    }

    /** SQLSTATE class 22 (data) or 54 (a limit of the database). */
    private static boolean isRefused(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("54");
            }
        }
        return false;
    }

    private void countHits() {
        var counted = new HashMap<Fingerprint, Long>();
        hits.keySet().stream().limit(AT_ONCE).toList().forEach(request -> counted.put(request, hits.remove(request)));
        if (!counted.isEmpty()) {
            stored.countHits(counted);
        }
    }

    /** What others have cleared is forgotten here too. */
    private void hear() {
        Map<String, String> now = stored.cleared();
        now.forEach((provider, at) -> {
            if (!Objects.equals(at, cleared.get(provider))) {
                memory.forget(provider.isEmpty() ? null : provider);
            }
        });
        cleared = now;
    }

    private void throwOut() {
        stored.expire();
        StoredAnswers.Size size = stored.size();
        long tooMany = size.entries() - settings.storeEntries();
        if (size.bytes() > settings.storeSize().toBytes()) {
            long mean = Math.max(1, size.bytes() / Math.max(1, size.entries()));
            tooMany = Math.max(tooMany, (size.bytes() - settings.storeSize().toBytes()) / mean + 1);
        }
        if (tooMany > 0) {
            stored.evict(tooMany);
        }
    }
}
