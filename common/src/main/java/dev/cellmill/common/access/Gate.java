package dev.cellmill.common.access;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.cellmill.common.db.RequestTenant;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Decides who may come in. What it knows of keys is at most a second old, so a revoked key is refused by every process
 * within two, and a client that asks often costs a statement a second, not one each request.
 * <p>
 * Every key is looked up, whatever else came from its address: behind a proxy, good and bad ones come from the same. Nobody finds
 * one of 2^256 by guessing; what guesses could take is the database, so of keys that were not good lately a few are looked up at
 * once, in the order of their coming, and an address that showed many bad ones is told to come again later. Thread-safe.
 */
public final class Gate {
    static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 10_000;
    private static final int LOOKUPS_AT_ONCE = 4;
    private static final Duration LOOKED_UP_WITHIN = Duration.ofSeconds(2);
    private static final String ANY = "any";
    private static final String TOO_MANY_LOOKUPS = "So many keys are shown that nobody has seen lately that this one could not be looked up; try again.";
    private static final String TOO_MANY_FAILURES = "Too much that is no key came from this address; try again later, with a valid one.";

    private final LoadingCache<String, Optional<StoredKey>> keys;
    private final LoadingCache<String, Boolean> configured;
    private final LoadingCache<String, Boolean> useNoted;
    private final RequestLimits limits;
    private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE, true);

    Gate(KeyTable table, RequestLimits limits) {
        this.limits = limits;
        this.keys = Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterWrite(FRESH).build(table::active);
        this.configured = Caffeine.newBuilder().maximumSize(1).expireAfterWrite(FRESH).build(any -> table.hasActive());
        this.useNoted = Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterWrite(USE_NOTED_EVERY).build(id -> {
            table.noteUse(id);
            return true;
        });
    }

    /** What came of asking. */
    sealed interface Entry {
        record Admitted(Caller caller) implements Entry {}

        /** @param remedy a sentence for the asker */
        record Refused(String remedy) implements Entry {}

        /** Too often. @param after which it may be tried again, in whole seconds */
        record Limited(Duration after, String remedy) implements Entry {}
    }

    /**
     * Without keys nobody is let in but by loopback, also when the last key is revoked while the service is bound elsewhere;
     * and no other site's page, since whoever sits at this machine may have one open.
     */
    Entry ask(Shown shown) {
        for (KeyText key : shown.keys()) {
            switch (lookUp(key)) {
                case Lookup.Good(Caller caller) -> {
                    return counted(caller);
                }
                case Lookup.Unknown() -> {
                    // the next may be good
                }
                case Lookup.NotNow() -> {
                    return new Entry.Limited(LOOKED_UP_WITHIN, TOO_MANY_LOOKUPS);
                }
            }
        }
        if (!keysConfigured()) {
            return withoutKeys(shown);
        }
        if (shown.something() && !shown.hasCookieOfAnotherPage()) {
            Duration muted = limits.muted(shown.from());
            limits.failed(shown.from());
            if (!muted.isZero()) {
                return new Entry.Limited(muted, TOO_MANY_FAILURES);
            }
            return new Entry.Refused(
                    "This key is not valid here, or is revoked; check that it is whole, or ask for another.");
        }
        return new Entry.Refused(shown.hasCookieOfAnotherPage()
                ? "Whoever is signed in here is heard only from this server's own page; send Authorization: Bearer cm_… instead."
                : "A key is needed; send it as Authorization: Bearer cm_…, or give --key or CELLMILL_KEY to the command line.");
    }

    /** Counts something from that address that is no key. */
    void failed(InetAddress from) {
        limits.failed(from);
    }

    private Entry counted(Caller caller) {
        Duration wait = limits.ask(requireNonNull(caller.key()));
        return wait.isZero()
                ? new Entry.Admitted(caller)
                : new Entry.Limited(wait,
                        "This key has asked as often as it may in a minute; try again in %d s, or have cellmill.access.requests-per-minute raised."
                                .formatted(wait.toSeconds()));
    }

    private static Entry withoutKeys(Shown shown) {
        if (!shown.loopback()) {
            return new Entry.Refused(
                    "No key is configured, so requests are answered on loopback only, as localhost; create a key there with"
                            + " ./cellmill keys create.");
        }
        return shown.origin() == Origin.FOREIGN && !shown.safe()
                ? new Entry.Refused("Another site's page sent this, and without a key only this server's own may.")
                : new Entry.Admitted(Caller.ANYONE);
    }

    /** Whether there is a key that is not revoked. */
    boolean keysConfigured() {
        return configured.get(ANY);
    }

    /** Whether it lets in several tenants, as far as it knows. */
    boolean isShared() {
        return RequestTenant.asService(this::keysConfigured);
    }

    /** Whether whoever came in a while ago, as for a stream, might still. Not counted as a request. */
    public boolean stillAdmits(Caller caller) {
        // keys are looked up beyond any tenant's rows
        return RequestTenant.asService(
                () -> caller.key() == null ? !keysConfigured() : keys.get(caller.key()).isPresent());
    }

    /** Forgets what it knows, after keys were made or revoked in this process. */
    public void keysChanged() {
        keys.invalidateAll();
        configured.invalidateAll();
    }

    private sealed interface Lookup {
        record Good(Caller caller) implements Lookup {}

        record Unknown() implements Lookup {}

        /** Too many others wait. */
        record NotNow() implements Lookup {}
    }

    private Lookup lookUp(KeyText shown) {
        Optional<StoredKey> stored = keys.getIfPresent(shown.id());
        if (stored == null && limits.knows(shown.id())) {
            stored = keys.get(shown.id());
        }
        if (stored == null) {
            try {
                if (!lookups.tryAcquire(LOOKED_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return new Lookup.NotNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Lookup.NotNow();
            }
            try {
                stored = keys.get(shown.id());
            } finally {
                lookups.release();
            }
        }
        Optional<Caller> caller = stored.filter(key -> key.isOpenedBy(shown)).map(StoredKey::caller);
        caller.ifPresent(known -> useNoted.get(shown.id()));
        return caller.<Lookup>map(Lookup.Good::new).orElseGet(Lookup.Unknown::new);
    }
}
