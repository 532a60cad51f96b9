package dev.cellmill.faults.round;

import dev.cellmill.common.json.Json;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.ServiceClient.Reply;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.plan.FaultPlan;
import dev.cellmill.faults.plan.PlannedJob;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits jobs as a careful client does: again until an answer comes, under the same idempotency key. */
final class Submissions {
    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final byte[] NOTHING = {};

    private final FaultCluster cluster;
    private final FaultPlan plan;
    private final String run = UUID.randomUUID().toString().substring(0, 6);

    Submissions(FaultCluster cluster, FaultPlan plan) {
        this.cluster = cluster;
        this.plan = plan;
    }

    /** @throws IllegalStateException if it is refused, or nobody takes it in time */
    RoundJob submit(PlannedJob job) {
        String keys = "%s-%d-%s-".formatted(run, plan.round(), job.name());
        byte[] csv = JobDocument.sheet(job, keys);
        Reply sheet = untilTaken("the sheet of " + job.name(),
                () -> cluster.jobApi().post("/v1/sheets?name=" + keys, "text/csv", csv));
        String sheetId = sheet.body().path("id").asString();
        byte[] document = Json.MAPPER.writeValueAsBytes(
                JobDocument.of(job, sheetId, cluster.sinkUrl(), plan.round()));
        Reply taken = untilTaken(job.name(), () -> cluster.jobApi().post("/v1/jobs", "application/json", document,
                "Idempotency-Key", keys));
        return new RoundJob(job, taken.body().path("id").asString(), sheetId,
                sheet.body().path("rowCount").asInt(), keys);
    }

    /** Asked until it is answered. A refusal, because the job is in another state meanwhile, is an answer too. */
    Reply change(RoundJob job, String verb) {
        return untilAnswered(job.plan().name() + ": " + verb,
                () -> cluster.jobApi().post("/v1/jobs/" + job.id() + "/" + verb, "", NOTHING));
    }

    private static Reply untilTaken(String what, Supplier<Optional<Reply>> request) {
        Reply reply = untilAnswered(what, request);
        if (!reply.isGood()) {
            throw new IllegalStateException("%s was refused: %d %s".formatted(what, reply.status(), reply.body()));
        }
        return reply;
    }

    private static Reply untilAnswered(String what, Supplier<Optional<Reply>> request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (System.nanoTime() - end < 0) {
            Optional<Reply> reply = request.get();
            if (reply.isPresent() && reply.get().status() < SERVER_ERROR && reply.get().status() != TOO_MANY) {
                return reply.get();
            }
            last = reply.map(Reply::toString).orElse("nothing");
            LOG.debug("{} was answered by {}; again", what, last);
            Until.passed(BETWEEN);
        }
        throw new IllegalStateException("%s was not answered within %d s, at last by %s".formatted(what,
                PATIENCE.toSeconds(), last));
    }
}
