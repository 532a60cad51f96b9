package dev.cellmill.worker.provider;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.plan.ProviderProfile.Cache;
import dev.cellmill.common.plan.ProviderProfile.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys that every kind of provider has: {@code lane}, {@code limits} and {@code cache}. */
public record SharedSettings(String lane, Limits limits, Cache cache) {
    /** Keeps nothing; the time is of no account. */
    public static final Cache NO_CACHE = new Cache(Cache.Mode.NONE, Duration.ofDays(30));

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Pattern LANE = Pattern.compile("[a-z0-9_-]{1,63}");

    public SharedSettings {
        requireNonNull(lane, "lane is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(cache, "cache is null");
    }

    /**
     * @param lane where none is given
     * @param concurrency where none is given
     * @param cache where none is given
     */
    public static SharedSettings read(SettingsReader reader, String lane, int concurrency, Cache cache) {
        return read(reader, lane, concurrency, cache, Set.of());
    }

    /** @param ownLimits keys of {@code limits} that the kind reads itself */
    public static SharedSettings read(SettingsReader reader, String lane, int concurrency, Cache cache,
            Set<String> ownLimits) {
        return new SharedSettings(readLane(reader, lane), readLimits(reader, concurrency, ownLimits),
                readCache(reader, cache));
    }

    /** A provider's own lane: its name, in the characters that a lane may have. */
    public static String ownLane(String providerName) {
        return providerName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    }

    private static String readLane(SettingsReader reader, String fallback) {
        String lane = reader.text("lane");
        if (lane == null || reader.isUnresolved(lane)) {
            return fallback;
        }
        if (!LANE.matcher(lane).matches()) {
            throw reader.complaint("lane", "is 1 to 63 characters of a-z, 0-9, - and _, not " + lane);
        }
        return lane;
    }

    private static Limits readLimits(SettingsReader reader, int concurrency, Set<String> ownLimits) {
        SettingsReader limits = reader.object("limits");
        ownLimits.forEach(limits::node);
        var read = new Limits(
                limits.positiveInteger("requestsPerMinute"),
                limits.positiveInteger("tokensPerMinute"),
                requireNonNullElse(limits.positiveInteger("concurrency"), concurrency),
                requireNonNullElse(limits.duration("timeout"), TIMEOUT));
        limits.refuseOtherKeys();
        return read;
    }

    private static Cache readCache(SettingsReader reader, Cache fallback) {
        SettingsReader cache = reader.object("cache");
        Integer mode = cache.choice("mode", List.of("none", "memory", "persistent"));
        var read = new Cache(
                mode == null ? fallback.mode() : Cache.Mode.values()[mode],
                requireNonNullElse(cache.duration("ttl"), fallback.ttl()));
        cache.refuseOtherKeys();
        return read;
    }
}
