package dev.cellmill.common.access;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.cellmill.common.db.RequestTenant;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides who may come in. What it knows of keys is at most a second old, so a revoked key is refused by every process
 * within two, and a client that asks often costs a statement a second, not one each request. Thread-safe.
 */
public final class Gate {
    static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 10_000;
    private static final String ANY = "any";
    private static final String TOO_MANY_FAILURES = "Too much that is no key came from this address; try again later, with a valid one.";

    private final LoadingCache<String, Optional<StoredKey>> keys;
    private final LoadingCache<String, Boolean> configured;
    private final LoadingCache<String, Boolean> useNoted;
    private final RequestLimits limits;

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
     * From an address that guesses only keys are looked up that were good a moment ago, so guessing costs no statements.
     * Without keys nobody is let in but by loopback, also when the last key is revoked while the service is bound elsewhere;
     * and no other site's page, since whoever sits at this machine may have one open.
     */
    Entry ask(Shown shown) {
        Optional<KeyText> key = shown.key();
        Duration muted = limits.muted(shown.from());
        if (!muted.isZero() && key.filter(text -> !limits.knows(text.id())).isPresent()) {
            return new Entry.Limited(muted, TOO_MANY_FAILURES);
        }
        Optional<Caller> known = key.flatMap(this::known);
        if (known.isPresent()) {
            return counted(known.get());
        }
        if (!keysConfigured()) {
            return withoutKeys(shown);
        }
        if (shown.something() && !shown.hasCookieOfAnotherPage()) {
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

    private Optional<Caller> known(KeyText shown) {
    /** Whether it lets in several tenants, as far as it knows. */
    boolean isShared() {
        return RequestTenant.asService(this::keysConfigured);
    }

        Optional<Caller> caller = keys.get(shown.id()).filter(key -> key.isOpenedBy(shown)).map(StoredKey::caller);
        caller.ifPresent(known -> useNoted.get(shown.id()));
        return caller;
    }
}
