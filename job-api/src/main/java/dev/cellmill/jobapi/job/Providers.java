package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.worker.Tables.PROVIDER;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ProviderProfile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** What workers have announced. Reads only. */
@Component
class Providers {

    /** By name, in the order of names. */
    Map<String, ProviderProfile> announced(DSLContext db) {
        var profiles = new LinkedHashMap<String, ProviderProfile>();
        db.select(PROVIDER.PROFILE)
                .from(PROVIDER)
                .orderBy(PROVIDER.NAME)
                .forEach(row -> {
                    ProviderProfile profile = Json.MAPPER.readValue(row.value1().data(), ProviderProfile.class);
                    profiles.put(profile.name(), profile);
                });
        return profiles;
    }

    /** Those that workers wait for now, by name; the worse where workers differ. */
    Map<String, ProviderView.Health> held(DSLContext db) {
        return db.resultQuery("""
                SELECT provider, bool_or(state <> 'limited') AS is_open FROM worker.provider_state
                WHERE seen_at > clock_timestamp() - interval '10 seconds' GROUP BY provider""")
                .fetchMap(row -> row.get("provider", String.class), row -> row.get("is_open", Boolean.class)
                        ? ProviderView.Health.OPEN
                        : ProviderView.Health.LIMITED);
    }

    /** What all workers have lately counted of their calls, by name; nothing where there were none. */
    Map<String, ProviderView.Figures> figures(DSLContext db) {
        var all = new HashMap<String, ProviderView.Figures>();
        db.resultQuery("""
                SELECT provider, latencies, failures FROM worker.provider_figures
                WHERE seen_at > clock_timestamp() - interval '1 hour'""")
                .forEach(row -> all.merge(row.get("provider", String.class), new ProviderView.Figures(
                        Arrays.stream(row.get("latencies", Long[].class)).mapToLong(Long::longValue).toArray(),
                        row.get("failures", Long.class)), ProviderView.Figures::plus));
        return all;
    }
}
