package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.common.problem.ProblemException;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Takes in jobs that this service words itself, within the transaction that says what for. */
@Component
public class SubmitWorded {
    private final DSLContext db;
    private final SubmitJob submitJob;
    private final Providers providers;

    SubmitWorded(DSLContext db, SubmitJob submitJob, Providers providers) {
        this.db = db;
        this.submitJob = submitJob;
        this.providers = providers;
    }

    /** What workers have announced, by name. */
    public Map<String, ProviderProfile> providers() {
        return providers.announced(db);
    }

    /**
     * The job is there once the transaction has committed; {@link #submitted} is to be told then.
     *
     * @throws ProblemException if it is refused
     */
    public JobId submit(DSLContext transaction, Caller caller, JsonNode document, SheetId sheet) {
        return switch (JobSpecReader.read(Json.MAPPER.writeValueAsBytes(document), JobFormat.JSON)) {
            case JobReading.Read(var spec, JsonNode read) -> submitJob.submit(transaction, caller,
                    new JobRequest(spec, read, new byte[0]), sheet);
            case JobReading.Refused(var problems) -> throw new ProblemException(problems);
        };
    }

    public void submitted(Caller caller, JobId job) {
        submitJob.submitted(caller.tenant(), job);
    }
}
