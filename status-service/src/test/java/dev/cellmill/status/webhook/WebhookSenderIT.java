package dev.cellmill.status.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookSenderIT {
    private static final Outbox OUTBOX = new Outbox();

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void aMessageIsDeliveredAsStoredAndSigned() throws GeneralSecurityException {
        JobId job = OUTBOX.job(receiver.url("/hook"));
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        OUTBOX.send();

        Receiver.Got got = receiver.got.getFirst();
        Map<String, Object> row = OUTBOX.only(job);
        assertThat(got.id()).isEqualTo(row.get("id").toString());
        assertThat(got.body()).isEqualTo(row.get("body"));
        String timestamp = got.headers().getFirst("webhook-timestamp");
        assertThat(timestamp).isEqualTo(Long.toString(OUTBOX.now().getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(Outbox.SECRET.substring(6)), "HmacSHA256"));
        assertThat(got.headers().getFirst("webhook-signature")).isEqualTo("v1," + Base64.getEncoder().encodeToString(
                mac.doFinal((got.id() + "." + timestamp + "." + got.body()).getBytes(StandardCharsets.UTF_8))));

        assertThat(row).containsEntry("state", "delivered").containsEntry("attempts", 1)
                .containsEntry("last_status", 204).containsEntry("last_error", null)
                .containsEntry("next_attempt_at", null);
        JsonNode attempt = Json.MAPPER.readTree(String.valueOf(row.get("log"))).get(0);
        assertThat(attempt.get("status").intValue()).isEqualTo(204);
        assertThat(attempt.get("at").stringValue()).isEqualTo(OUTBOX.now().toString());
        OUTBOX.later(Duration.ofDays(9));
        OUTBOX.send();
        assertThat(receiver.got).hasSize(1);
    }

    @Test
    void aMessageWhoseSecretNoKeyOpensIsNotSentAndSaysWhatToDo() {
        JobId job = OUTBOX.job(receiver.url("/hook"));
        OUTBOX.sql.sql("UPDATE jobs.job SET webhook = jsonb_set(webhook, '{secret}', to_jsonb(CAST(:sealed AS text)))"
                + " WHERE id = :id").param("id", job.value())
                .param("sealed", Sealer.of(Sealer.newKey()).seal(Outbox.SECRET, SealedWebhook.ofJob(job))).update();
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        OUTBOX.send();

        assertThat(receiver.got).isEmpty();
        assertThat(OUTBOX.only(job)).containsEntry("state", "pending");
        assertThat(OUTBOX.only(job).get("last_error").toString()).contains("CELLMILL_SECRETS_KEY");
    }

    @Test
    void aFailureIsTriedAgainWithTheSameIdOnScheduleAndFailsAfterTheTenth() {
        receiver.answers(500);
        JobId job = OUTBOX.job(receiver.url("/"));
        OUTBOX.enqueue(job, WebhookEvent.FAILED);
        OUTBOX.send();
        assertThat(OUTBOX.only(job)).containsEntry("state", "pending").containsEntry("last_error", "500 is no 2xx");

        OUTBOX.later(Duration.ofMillis(4_999));
        OUTBOX.send();
        assertThat(receiver.got).hasSize(1);
        for (int attempt = 2; attempt <= 12; attempt++) {
            OUTBOX.later(Duration.ofHours(29));
            OUTBOX.send();
            assertThat(receiver.got).hasSize(Math.min(attempt, 10));
        }
        assertThat(receiver.got).extracting(Receiver.Got::id).containsOnly(receiver.got.getFirst().id());
        assertThat(receiver.got.stream().map(got -> got.headers().getFirst("webhook-timestamp")).distinct())
                .hasSize(10);
        assertThat(OUTBOX.only(job)).containsEntry("state", "failed").containsEntry("attempts", 10);
        assertThat(Json.MAPPER.readTree(String.valueOf(OUTBOX.only(job).get("log"))).size()).isEqualTo(10);
    }

    @Test
    void aReceiverThatIsGoneIsToldNothingMoreOfTheJob() {
        receiver.answers(410);
        JobId job = OUTBOX.job(receiver.url("/"));
        JobId other = OUTBOX.job(receiver.url("/"));
        OUTBOX.enqueue(job, WebhookEvent.PAUSED);
        OUTBOX.send();
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        receiver.answers(204);
        OUTBOX.enqueue(other, WebhookEvent.COMPLETED);
        OUTBOX.later(Duration.ofDays(9));
        OUTBOX.send();
        assertThat(OUTBOX.of(job)).extracting(row -> row.get("state")).containsExactly("disabled", "disabled");
        assertThat(OUTBOX.only(other)).containsEntry("state", "delivered");
    }

    @Test
    void whatWasWaitingForAReceiverThatIsGoneIsDisabledToo() {
        receiver.answers(503);
        JobId job = OUTBOX.job(receiver.url("/"));
        OUTBOX.enqueue(job, WebhookEvent.PAUSED);
        OUTBOX.send();
        receiver.answers(410);
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        OUTBOX.send();
        assertThat(OUTBOX.of(job)).extracting(row -> row.get("state")).containsExactly("disabled", "disabled");
    }

    @Test
    void whatASenderSentThatDiedBeforeItSaidSoIsSentAgainUnderTheSameId() throws InterruptedException {
        JobId job = OUTBOX.job(receiver.url("/"));
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        DueMessage claimed = OUTBOX.messages.claim(OUTBOX.now(), 10, List.of(), Map.of(), 10).getFirst();
        assertThat(OUTBOX.client.send(claimed, 1)).isEqualTo(new Outcome.Answered(204));

        OUTBOX.later(WebhookMessages.LEASE.minusSeconds(1));
        OUTBOX.send();
        assertThat(receiver.got).hasSize(1);
        OUTBOX.later(Duration.ofSeconds(1));
        OUTBOX.send();
        assertThat(receiver.got).hasSize(2).extracting(Receiver.Got::id).containsOnly(claimed.id().toString());

        // it was not dead but late: what it has to say no longer counts
        assertThat(OUTBOX.messages.record(claimed, new Outcome.Answered(500), Verdict.on(new Outcome.Answered(500), 1,
                0), OUTBOX.now(), Duration.ZERO)).isFalse();
        assertThat(OUTBOX.only(job)).containsEntry("state", "delivered").containsEntry("attempts", 2);
    }

    @Test
    void anySendersTogetherDeliverEachMessageOnce() throws Exception {
        List<Receiver> receivers = IntStream.range(0, 5).mapToObj(_ -> new Receiver()).toList();
        List<JobId> jobs = IntStream.range(0, 40).mapToObj(i -> OUTBOX.job(receivers.get(i % 5).url("/"))).toList();
        jobs.forEach(job -> OUTBOX.enqueue(job, WebhookEvent.COMPLETED));
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                WebhookSender sender = OUTBOX.sender();
                senders.submit(() -> {
                    for (int look = 0; look < 20; look++) {
                        Outbox.send(sender);
                    }
                });
            }
        }
        List<String> ids = new ArrayList<>();
        receivers.forEach(one -> one.got.forEach(got -> ids.add(got.id())));
        assertThat(ids).hasSize(40).doesNotHaveDuplicates();
        assertThat(jobs).allSatisfy(job -> assertThat(OUTBOX.only(job)).containsEntry("state", "delivered")
                .containsEntry("attempts", 1));
        receivers.forEach(Receiver::close);
    }

    @Test
    void aSlowReceiverHoldsUpNobodyElse() throws InterruptedException {
        var held = new CountDownLatch(1);
        try (var slow = new Receiver()) {
            slow.answer = exchange -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.sendResponseHeaders(204, -1);
            };
            List<JobId> waiting = IntStream.range(0, 100).mapToObj(i -> OUTBOX.job(slow.url("/" + i))).toList();
            waiting.forEach(job -> OUTBOX.enqueue(job, WebhookEvent.COMPLETED));
            JobId job = OUTBOX.job(receiver.url("/"));
            OUTBOX.enqueue(job, WebhookEvent.COMPLETED);

            WebhookSender sender = OUTBOX.sender();
            sender.sendDue();
            await().untilAsserted(() -> assertThat(OUTBOX.only(job)).containsEntry("state", "delivered"));
            await().untilAsserted(() -> assertThat(slow.got).hasSize(WebhookSender.TO_ONE_RECEIVER));
            sender.sendDue();
            assertThat(slow.got).hasSize(WebhookSender.TO_ONE_RECEIVER);
            held.countDown();
            for (int look = 0; look < 25; look++) {
                Outbox.send(sender);
            }
            assertThat(slow.got).hasSize(100);
        }
    }

    @Test
    void aTenantWhoseReceiversAreAllSlowLeavesHalfOfThePlacesToOthers() {
        var held = new CountDownLatch(1);
        List<Receiver> slow = IntStream.range(0, 4).mapToObj(_ -> new Receiver()).toList();
        slow.forEach(one -> one.answer = exchange -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
        });
        List<JobId> many = slow.stream().map(one -> OUTBOX.jobOf("many", one.url("/"))).toList();
        many.forEach(job -> OUTBOX.enqueue(job, WebhookEvent.COMPLETED));
        many.forEach(job -> OUTBOX.enqueue(job, WebhookEvent.COMPLETED));
        JobId other = OUTBOX.jobOf("few", receiver.url("/"));
        WebhookSender sender = OUTBOX.sender(4, true);
        try {
            await().until(() -> {
                sender.sendDue();
                return slow.stream().mapToInt(one -> one.got.size()).sum() == 2;
            });
            OUTBOX.enqueue(other, WebhookEvent.COMPLETED);
            await().untilAsserted(() -> {
                sender.sendDue();
                assertThat(OUTBOX.only(other)).containsEntry("state", "delivered");
            });
            assertThat(slow.stream().mapToInt(one -> one.got.size()).sum()).as("meanwhile").isEqualTo(2);
        } finally {
            held.countDown();
        }
        for (int look = 0; look < 6; look++) {
            Outbox.send(sender);
        }
        assertThat(many).allSatisfy(job -> assertThat(OUTBOX.of(job)).hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("state", "delivered")));
        slow.forEach(Receiver::close);
    }

    @Test
    void aNewAddressIsWhereWhatIsStillToBeToldGoes() {
        JobId job = OUTBOX.job("http://127.0.0.1:1/");
        OUTBOX.enqueue(job, WebhookEvent.COMPLETED);
        OUTBOX.send();
        assertThat(OUTBOX.only(job)).containsEntry("state", "pending").containsEntry("last_status", null);
        OUTBOX.sql.sql("UPDATE jobs.job SET webhook = webhook || jsonb_build_object('url', CAST(:url AS text))"
                + " WHERE id = :id").param("url", receiver.url("/")).param("id", job.value()).update();
        OUTBOX.later(Duration.ofSeconds(7));
        OUTBOX.send();
        assertThat(OUTBOX.only(job)).containsEntry("state", "delivered");
    }
}
