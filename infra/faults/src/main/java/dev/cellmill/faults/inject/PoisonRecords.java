package dev.cellmill.faults.inject;

import dev.cellmill.faults.plan.Poison;
import dev.cellmill.faults.plan.PoisonedTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that nobody can use. Some name a real cell in their headers: that cell then fails, as promised, and nothing else
 * happens.
 *
 * @param job a running one
 * @param run its run
 */
record PoisonRecords(Random random, String job, String sheet, long run, int rows) {
    /** On every record that the rig sends, so that it knows its own. */
    static final String MARK = "faults-mark";
    private static final String CELL = "cellmill-cell";
    private static final String RESERVED = "cellmill-reserved";
    private static final int HUGE = 9_000_000;
    /** Whoever starts reads the topic from its beginning, where it stays. */
    private static final int LARGE = 1_500_000;
    private static final int BEYOND = 1_000_000;

    List<ProducerRecord<byte[], byte[]>> of(PoisonedTopic topic) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (Poison poison : Poison.values()) {
            records.addAll(switch (poison) {
                case UNREADABLE -> List.of(
                        with(topic, "no JSON at all", header(job, random.nextInt(rows))),
                        with(topic, "{\"cell\":{\"tenant\":", header(job, BEYOND)),
                        with(topic, "", null));
                case NO_VALUE -> List.of(with(topic, null, header(job, random.nextInt(rows))));
                case NO_HEADERS -> List.of(with(topic, "{}", null), with(topic, "[]", null));
                case BROKEN_HEADERS -> brokenHeaders(topic);
                case WRONG_TYPES -> wrongTypes(topic);
                case HUGE -> List.of(with(topic, "?".repeat(large(topic)), header(job, random.nextInt(rows))),
                        with(topic, message(topic, "default", UUID.randomUUID().toString(), 0,
                                "x".repeat(large(topic))), null));
                case FOREIGN_TENANT -> List.of(with(topic, message(topic, "somebody_else", job, BEYOND, "x"), null));
                case UNKNOWN_JOB -> List.of(
                        with(topic, message(topic, "default", UUID.randomUUID().toString(), 0, "x"),
                                header(UUID.randomUUID().toString(), 0)),
                        with(topic, message(topic, "default", UUID.randomUUID().toString(), 0, "\\u0000"), null));
            });
        }
        return records;
    }

    private static int large(PoisonedTopic topic) {
        return topic == PoisonedTopic.CONTROL || topic == PoisonedTopic.ACKS ? LARGE : HUGE;
    }

    private List<ProducerRecord<byte[], byte[]>> brokenHeaders(PoisonedTopic topic) {
        var none = with(topic, "?", null);
        none.headers().add(CELL, null);
        var reserved = with(topic, "?", header(job, BEYOND));
        reserved.headers().add(RESERVED, utf8("a lot"));
        var nothing = with(topic, "?", header(job, BEYOND));
        nothing.headers().add(RESERVED, null);
        return List.of(none, reserved, nothing, with(topic, "?", "a/b/c/d/e/f/g"),
                with(topic, "?", job + "/-1/-1/0/0/-1/shared"),
                with(topic, "?", job + "/0/0/99999999999999999999/1/0/shared"));
    }

    private List<ProducerRecord<byte[], byte[]>> wrongTypes(PoisonedTopic topic) {
        return List.of(
                with(topic, "{\"type\":5,\"cell\":[],\"position\":\"x\",\"lane\":{},\"at\":0}", null),
                with(topic, message(topic, "default", job, -1, "x"), null),
                with(topic, message(topic, "default", job, BEYOND, "x").replace("\"run\":" + run, "\"run\":-1"), null),
                with(topic, message(topic, "", "no-id", 0, "x"), null));
    }

    /** One that can be read. */
    private String message(PoisonedTopic topic, String tenant, String of, int row, String text) {
        String cell = "\"cell\":{\"tenant\":\"%s\",\"sheet\":\"%s\",\"job\":\"%s\",\"row\":%d,\"column\":0,\"name\":\"value\"}"
                .formatted(tenant, sheet, of, row);
        String position = "\"position\":{\"run\":%d,\"dispatch\":1,\"step\":0}".formatted(run);
        return switch (topic) {
            case TASKS -> """
                    {%s,%s,"version":1,"lane":"shared","fingerprint":"%s","inputs":{"key":"%s"},"resent":false}"""
                    .formatted(cell, position, "0".repeat(32), text);
            case EVENTS -> """
                    {"type":"done",%s,%s,"lane":"shared","at":"2026-01-01T00:00:00Z","answer":{"value":"%s",\
                    "provider":"plain","step":0,"belowThreshold":false,"servedBy":"provider","fingerprint":"%s"},\
                    "usage":{"attempts":1,"inputTokens":0,"outputTokens":0,"cost":0,"saved":0,"latencyMillis":1}}"""
                    .formatted(cell, position, text, "0".repeat(32));
            case OUTPUT -> """
                    {%s,%s,"attempt":1,"stream":"answer","sequence":0,"offset":0,"text":"%s",\
                    "at":"2026-01-01T00:00:00Z"}""".formatted(cell, position, text);
            case CONTROL -> """
                    {"type":"job","job":"%s","version":0,"state":"%s"}"""
                    .formatted(of, text.length() > 1 ? text : "cancelled");
            case ACKS -> """
                    {"job":"%s","version":0,"worker":"%s","inFlight":[{"row":%d,"column":0}],"costAtRisk":-1}"""
                    .formatted(of, text, row);
        };
    }

    private String header(String of, int row) {
        return "%s/%d/0/%d/1/0/shared".formatted(of, row, run);
    }

    private static ProducerRecord<byte[], byte[]> with(PoisonedTopic topic, @Nullable String value,
            @Nullable String cell) {
        // compacted topics take nothing without a key
        var poison = new ProducerRecord<>(topic.topic(), utf8("poison " + UUID.randomUUID()),
                value == null ? null : utf8(value));
        if (cell != null) {
            poison.headers().add(CELL, utf8(cell));
        }
        poison.headers().add(MARK, utf8("poison"));
        return poison;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
