package dev.cellmill.jobapi.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.multipart.MultipartHttpServletRequest;

class FormResolverTest {
    private static final int LONGEST = 1_000;
    private static final String SHEET = "Content-Disposition: form-data; name=\"sheet\"; filename=\"a.csv\"\r\nContent-Type: text/csv";
    private static final String JOB = "Content-Disposition: form-data; name=\"job\"";

    private final FormResolver resolver = new FormResolver(new ReadForm(LONGEST),
            new TenantPlaces(2, () -> true, Duration.ZERO));

    @Test
    void partsAreReadAsOftenAsNeededAndLeaveNothingOnDisk() throws Exception {
        long before = files();
        MultipartHttpServletRequest form = resolver.resolveMultipart(
                request("acme", part(SHEET, "a\n1\n") + part(JOB, "{}")));
        assertThat(files()).as("they have no names").isEqualTo(before);
        Part sheet = form.getPart("sheet");
        assertThat(sheet.getSubmittedFileName()).isEqualTo("a.csv");
        assertThat(sheet.getContentType()).isEqualTo("text/csv");
        for (int time = 0; time < 2; time++) {
            try (InputStream rows = sheet.getInputStream()) {
                assertThat(rows.readAllBytes()).asString().isEqualTo("a\n1\n");
            }
        }
        assertThat(form.getPart("job").getInputStream().readAllBytes()).asString().isEqualTo("{}");
        assertThat(form.getPart("other")).isNull();
        resolver.cleanupMultipart(form);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> sheet.getInputStream().readAllBytes());
    }

    @Test
    void aFormIsNotLongerThanItMayBe() {
        refused(request("acme", part(SHEET, "x".repeat(LONGEST + 1))), ProblemType.BODY_TOO_LARGE);
        var announced = new MockHttpServletRequest("POST", "/v1/jobs") {
            @Override
            public long getContentLengthLong() {
                return 1L << 30;
            }
        };
        announced.setContentType("multipart/form-data; boundary=cut");
        announced.setAttribute(Caller.ATTRIBUTE, new Caller(new TenantId("acme"), "key", null));
        refused(announced, ProblemType.BODY_TOO_LARGE);
        refused(request("acme", part(JOB, "1").repeat(5)), ProblemType.REQUEST_INVALID);
        refused(request("acme", "nonsense"), ProblemType.REQUEST_INVALID);
        var preamble = request("acme", "x".repeat(3 * 1024 * 1024) + part(JOB, "{}"));
        refused(preamble, ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void oneTenantsFormsLeaveRoomForOthersAndRefusedOnesTakeNone() throws Exception {
        refused(request("acme", "nonsense"), ProblemType.REQUEST_INVALID);
        MultipartHttpServletRequest first = resolver.resolveMultipart(request("acme", part(JOB, "{}")));
        refused(request("acme", part(JOB, "{}")), ProblemType.UNAVAILABLE);
        MultipartHttpServletRequest others = resolver.resolveMultipart(request("globex", part(JOB, "{}")));
        resolver.cleanupMultipart(others);
        resolver.cleanupMultipart(first);
        resolver.cleanupMultipart(resolver.resolveMultipart(request("acme", part(JOB, "{}"))));
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/jobs,true", "POST,/v1/jobs/estimate,true", "PUT,/v1/jobs,false", "POST,/v1/files,false",
            "POST,/v1/sheets,false", "POST,/,false"})
    void onlyCallsThatTakeAFormHaveItRead(String method, String path, boolean read) {
        MockHttpServletRequest request = request("acme", part(JOB, "{}"));
        request.setMethod(method);
        request.setRequestURI(path);
        assertThat(resolver.isMultipart(request)).isEqualTo(read);
        request.removeAttribute(Caller.ATTRIBUTE);
        assertThat(resolver.isMultipart(request)).as("of somebody who was not let in").isFalse();
    }

    private void refused(MockHttpServletRequest request, ProblemType type) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> resolver.resolveMultipart(request))
                .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(type));
    }

    private static MockHttpServletRequest request(String tenant, String parts) {
        var request = new MockHttpServletRequest("POST", "/v1/jobs");
        request.setContentType("multipart/form-data; boundary=cut");
        request.setContent((parts + "--cut--\r\n").getBytes(StandardCharsets.UTF_8));
        request.setAttribute(Caller.ATTRIBUTE, new Caller(new TenantId(tenant), "key", null));
        return request;
    }

    private static String part(String headers, String content) {
        return "--cut\r\n%s\r\n\r\n%s\r\n".formatted(headers, content);
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("cellmill-form")).count();
        }
    }
}
