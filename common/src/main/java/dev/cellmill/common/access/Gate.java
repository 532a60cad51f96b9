package dev.cellmill.common.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may come in. What it knows of keys is at most a second old, so a revoked key is refused by every process
 * within two, and a client that asks often costs a statement a second, not one each request. Thread-safe.
 */
public final class Gate {
    static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 10_000;
    private static final String ANY = "any";

    private final LoadingCache<String, Optional<StoredKey>> keys;
    private final LoadingCache<String, Boolean> configured;
    private final LoadingCache<String, Boolean> useNoted;

    Gate(KeyTable table) {
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
    }

    /**
     * @param authorization the header, null if there was none
     * @param loopback whether the request reached this machine at a loopback address. Without keys no other is let in,
     *        also when the last key is revoked while the service is bound elsewhere.
     */
    Entry ask(@Nullable String authorization, boolean loopback) {
        Optional<Caller> known = KeyText.ofHeader(authorization).flatMap(this::known);
        if (known.isPresent()) {
            return new Entry.Admitted(known.get());
        }
        if (!keysConfigured()) {
            return loopback
                    ? new Entry.Admitted(Caller.ANYONE)
                    : new Entry.Refused(
                            "No key is configured, so requests are answered on loopback only; create a key there with"
                                    + " ./cellmill keys create.");
        }
        return new Entry.Refused(authorization == null
                ? "A key is needed; send it as Authorization: Bearer cm_…, or give --key or CELLMILL_KEY to the command line."
                : "This key is not valid here, or is revoked; check that it is whole, or ask for another.");
    }

    /** Whether there is a key that is not revoked. */
    boolean keysConfigured() {
        return configured.get(ANY);
    }

    /** Forgets what it knows, after keys were made or revoked in this process. */
    public void keysChanged() {
        keys.invalidateAll();
        configured.invalidateAll();
    }

    private Optional<Caller> known(KeyText shown) {
        Optional<Caller> caller = keys.get(shown.id()).filter(key -> key.isOpenedBy(shown)).map(StoredKey::caller);
        caller.ifPresent(known -> useNoted.get(shown.id()));
        return caller;
    }
}
