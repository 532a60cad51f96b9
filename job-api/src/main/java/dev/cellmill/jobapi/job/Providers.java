package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.worker.Tables.PROVIDER;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ProviderProfile;
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
}
