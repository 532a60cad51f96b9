package dev.cellmill.status.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.db.JobEnds;
import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is put into the outbox, and when. */
class WebhookOutboxIT {
    private static final Outbox OUTBOX = new Outbox();

    @Test
    void aJobAndTheMessageOfItsEndAreThereTogetherOrNotAtAll() throws SQLException {
        JobId job = OUTBOX.job("http://example.com");
        count(job, 7, 2, 1, 0, 0, 10);
        try (Connection connection = OUTBOX.source.getConnection()) {
            connection.setAutoCommit(false);
            JobEnds.complete(connection, job);
            connection.rollback();
            assertThat(state(job)).isEqualTo("processing");
            assertThat(OUTBOX.of(job)).isEmpty();

            JobEnds.complete(connection, job);
            JobEnds.complete(connection, job);
            connection.commit();
        }
        assertThat(state(job)).isEqualTo("completed");
        assertThat(OUTBOX.only(job)).containsEntry("state", "pending").containsEntry("type", "job.completed")
                .containsEntry("tenant", "acme");
        assertThat(OUTBOX.only(job).get("body").toString()).matches("""
                \\{"type":"job.completed","timestamp":"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z","data":\
                \\{"jobId":"%s","name":"Zürich \\\\"leads\\\\"","state":"completed",\
                "counts":\\{"total":10,"done":7,"failed":2,"skipped":1,"cancelled":0,"running":0,"queued":0\\},\
                "cost":0\\.00002,"error":null,"resultsUrl":"/v1/status/jobs/%s/results"\\}\\}""".formatted(job, job));
    }

    @Test
    void whatIsNotDoneInACancelledJobIsCancelledUnlessItIsInFlight() throws SQLException {
        JobId job = OUTBOX.job("http://example.com");
        count(job, 3, 0, 0, 1, 4, 4);
        OUTBOX.sql.sql("UPDATE jobs.job SET state = 'cancelled' WHERE id = :id").param("id", job.value()).update();
        OUTBOX.enqueue(job, WebhookEvent.CANCELLED);
        assertThat(OUTBOX.only(job).get("body").toString()).contains(
                "\"counts\":{\"total\":10,\"done\":3,\"failed\":0,\"skipped\":0,\"cancelled\":5,\"running\":1,\"queued\":1}");
    }

    @Test
    void aJobThatNothingHasHappenedToIsAllQueued() {
        JobId job = OUTBOX.job("http://example.com");
        OUTBOX.enqueue(job, WebhookEvent.PAUSED);
        assertThat(OUTBOX.only(job).get("body").toString()).contains("\"done\":0").contains("\"queued\":10")
                .contains("\"cost\":0,");
    }

    @Test
    void nobodyIsToldWhatNobodyListensTo() throws SQLException {
        JobId none = OUTBOX.jobWithoutWebhook();
        JobId some = OUTBOX.job("http://example.com", "job.failed", "job.budget");
        for (WebhookEvent event : WebhookEvent.values()) {
            OUTBOX.enqueue(none, event);
            OUTBOX.enqueue(some, event);
        }
        assertThat(OUTBOX.of(none)).isEmpty();
        assertThat(OUTBOX.of(some)).extracting(row -> row.get("type")).containsExactly("job.failed", "job.budget");
        try (Connection connection = OUTBOX.source.getConnection()) {
            assertThat(WebhookOutbox.enqueueTest(connection, none)).isEmpty();
            assertThat(WebhookOutbox.enqueueTest(connection, some)).isPresent();
        }
    }

    private static String state(JobId job) {
        return OUTBOX.sql.sql("SELECT state FROM jobs.job WHERE id = :id").param("id", job.value())
                .query(String.class).single();
    }

    /** Counters as if all of it were the job's first column; it has cost 20,000 nano-dollars. */
    private static void count(JobId job, int done, int failed, int skipped, int running, int closed, int ended) {
        OUTBOX.sql.sql("""
                INSERT INTO status.column_progress VALUES (:job, 0, 'acme', :running, :done, :failed, :skipped, 0, 0, 0, 0,
                    20000, 0, 0, 0, 0, 0, 0, 0)
                """).param("job", job.value()).param("running", running).param("done", done).param("failed", failed)
                .param("skipped", skipped).update();
        OUTBOX.sql.sql("INSERT INTO status.job_progress VALUES (:job, 'acme', :closed, :ended, 0, 1, now())")
                .param("job", job.value()).param("closed", closed).param("ended", ended).update();
    }
}
