package dev.cellmill.jobapi.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.quota.StoredQuotas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** What is refused before a file begins, and so without a database. */
class UploadFormTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String PART = "--cut\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n%s\r\n--cut--\r\n";

    private final DSLContext database = DSL.using(SQLDialect.POSTGRES);
    private final FileSettings settings = new FileSettings(DataSize.ofKilobytes(1), 1, DataSize.ofKilobytes(1),
            Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    private final UploadForm form = new UploadForm(new WriteFile(database, settings, new FileRemoval(database)),
            new Files(database), settings, StoredQuotas.withoutLimits(), () -> true);

    @Test
    void aFormIsNotMuchLongerThanItsFileWhateverElseIsInIt() {
        refused(request("x".repeat(100_000) + PART.formatted("x"), false), ProblemType.BODY_TOO_LARGE);
        refused(request(PART.formatted("x".repeat(100_000)), false), ProblemType.BODY_TOO_LARGE);
        refused(request(PART.formatted("x".repeat(10_000)), false), ProblemType.REQUEST_INVALID);
    }

    @Test
    void oneThatSaysThatItIsTooLongIsNotRead() {
        MockHttpServletRequest request = request(PART.formatted("x".repeat(100_000)), true);
        refused(request, ProblemType.BODY_TOO_LARGE);
    }

    private void refused(MockHttpServletRequest request, ProblemType type) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> form.read(ACME, request))
                .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(type));
    }

    private static MockHttpServletRequest request(String body, boolean saysItsLength) {
        var request = new MockHttpServletRequest("POST", "/v1/files") {
            @Override
            public long getContentLengthLong() {
                return saysItsLength ? super.getContentLengthLong() : -1;
            }

            @Override
            public jakarta.servlet.ServletInputStream getInputStream() {
                if (saysItsLength) {
                    throw new IllegalStateException("it was read");
                }
                return super.getInputStream();
            }
        };
        request.setContentType("multipart/form-data; boundary=cut");
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        return request;
    }
}
