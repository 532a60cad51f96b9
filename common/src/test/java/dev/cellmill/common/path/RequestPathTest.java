package dev.cellmill.common.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/jobs/", "/v1/a%2Fb", "/v1/...", "/v1/a..b", "/v1/%2e%2e%2fa", "/v1/a%3Bb"})
    void aPathThatNamesEachOfItsPiecesIsPlain(String path) {
        assertThat(RequestPath.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/..", "/v1/../a", "/v1/%2e%2E", "/v1/.%2e/a", "/v1/./a", "/v1/%2E", "//v1", "/v1//a",
            "/v1;a", "/v1/a;b=c/d"})
    void aPathThatCanBeReadInAnotherWayIsNot(String path) {
        assertThat(RequestPath.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1x", "/V1/jobs", "/page/v1", "/docs"})
    void whatIsNoCall(String path) {
        assertThat(RequestPath.isCall(path)).isFalse();
        assertThat(RequestPath.isCall("/v1" + path)).isEqualTo(true);
    }
}
