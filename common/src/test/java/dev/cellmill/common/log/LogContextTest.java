package dev.cellmill.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;

class LogContextTest {
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, SheetId.next(), JobId.next(), 7, 0,
            "phone_e164");

    private final LoggerContext logging = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };
    private final StructuredLogEncoder json = new StructuredLogEncoder();
    private final Logger log = logging.getLogger("test");

    @BeforeEach
    void start() {
        logging.setMDCAdapter(MDC.getMDCAdapter());
        logging.putObject(Environment.class.getName(), new StandardEnvironment());
        lines.start();
        log.addAppender(lines);
        json.setContext(logging);
        json.setFormat("logstash");
        json.setCharset(StandardCharsets.UTF_8);
        json.start();
    }

    @AfterEach
    void stop() {
        logging.stop();
    }

    @Test
    void aLineAboutACellSaysWhose() {
        try (LogContext _ = LogContext.of(CELL, "phone")) {
            log.info("began");
        }
        log.info("other");

        JsonNode about = Json.MAPPER.readTree(json.encode(lines.list.getFirst()));
        assertThat(about.path("message").asString()).isEqualTo("began");
        assertThat(about.path("job").asString()).isEqualTo(CELL.job().toString());
        assertThat(about.path("row").asString()).isEqualTo("7");
        assertThat(about.path("column").asString()).isEqualTo("phone_e164");
        assertThat(about.path("provider").asString()).isEqualTo("phone");
        assertThat(Json.MAPPER.readTree(json.encode(lines.list.getLast())).has("job")).isFalse();
    }

    @Test
    void oneWithinAnotherEndsAndTheOuterGoesOn() {
        var other = new CellAddress(TenantId.DEFAULT, SheetId.next(), JobId.next(), 8, 0, "size");
        try (LogContext _ = LogContext.of(CELL, "phone")) {
            try (LogContext _ = LogContext.of(other, "http")) {
                assertThat(MDC.get("row")).isEqualTo("8");
            }
            try (LogContext _ = LogContext.of(other.job())) {
                assertThat(MDC.get("job")).isEqualTo(other.job().toString());
            }
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("job", CELL.job().toString(), "row", "7", "column",
                    "phone_e164", "provider", "phone"));
        }
        assertThat(MDC.get("job")).isNull();
        assertThat(MDC.get("provider")).isNull();
    }
}
