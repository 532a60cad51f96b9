package dev.cellmill.status.page;

import static dev.cellmill.status.readside.ReadSide.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageIT {

    @Test
    void thePageAndItsFilesMayDoNothingButWhatTheyNeed() {
        for (String path : List.of("/", "/page/app.js", "/page/style.css", "/page/icon.svg", "/page/lit/lit-html.js",
                "/page/lit/directives/repeat.js")) {
            HttpResponse<String> answer = SERVER.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy")).as(path).get().asString()
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';").doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(path).contains("no-referrer");
        }
        assertThat(SERVER.get("/").body()).contains("<title>Cellmill</title>").doesNotContain("style=", "onclick",
                "://");
        assertThat(SERVER.get("/page/none.js").statusCode()).isEqualTo(404);
    }

    @Test
    void aFileIsSentAgainOnlyIfItHasChanged() {
        HttpResponse<String> first = SERVER.get("/page/app.js");
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(first.headers().firstValue("Last-Modified")).as("every build gives files one date").isEmpty();
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(SERVER.get("/page/app.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(SERVER.get("/page/app.js", "If-None-Match", "W/\"another\"").statusCode()).isEqualTo(200);
    }

    @Test
    void filesAndJsonAreCompressedForThoseWhoAcceptIt() {
        assertThat(SERVER.get("/page/grid.js", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
    }
}
