package dev.cellmill.common.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallNamesTest {

    @ParameterizedTest
    @CsvSource({"GET,/v1/jobs,jobs.list", "POST,/v1/jobs,jobs.create", "GET,/v1/jobs/{id},jobs.get",
            "PATCH,/v1/jobs/{id},jobs.update", "DELETE,/v1/jobs/{id},jobs.delete",
            "POST,/v1/jobs/{id}/retry-failed,jobs.retryFailed", "POST,/v1/jobs/estimate,jobs.estimate",
            "POST,/v1/sheets/{id}/rows,sheets.rows.create", "POST,/v1/jobs/{id}/webhook/test,jobs.webhook.test",
            "PUT,/v1/sheets/{id}/cells/{row}/{column},sheets.cells.put", "GET,/v1/cache/stats,cache.stats.get",
            "GET,/v1/status/jobs/{id}/rows,status.jobs.rows.list", "GET,/v1/status/jobs/{id},status.jobs.get",
            "POST,/v1/session,session.create", "GET,/v1/files/{id}/content,files.content.get"})
    void aCallIsNamedByWhatItDoesToWhat(HttpMethod method, String path, String name) {
        assertThat(CallNames.of(method, path)).isEqualTo(name);
    }
}
