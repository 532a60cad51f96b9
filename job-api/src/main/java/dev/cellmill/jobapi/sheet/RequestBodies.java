package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.edge.PacedBody;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What a request says of its body. */
final class RequestBodies {
    static final String CSV = "text/csv";
    static final String NDJSON = "application/x-ndjson";
    static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private RequestBodies() {}

    /** Of a request whose media type is one of these. */
    static SheetBody of(HttpServletRequest request, @Nullable String delimiter) throws IOException {
        MediaType type = MediaType.parseMediaType(request.getContentType());
        Charset charset = type.getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            throw unsupported("The charset %s is not read; send UTF-8.".formatted(charset));
        }
        SheetFormat format = switch (type.getSubtype().toLowerCase(Locale.ROOT)) {
            case "csv" -> SheetFormat.CSV;
            case "x-ndjson" -> SheetFormat.NDJSON;
            default -> SheetFormat.JSON;
        };
        return new SheetBody(format, SheetBody.delimiter(delimiter), gzip(request),
                PacedBody.of(request.getInputStream()));
    }

    private static boolean gzip(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return true;
        }
        throw unsupported("The Content-Encoding %s is not read; send gzip, or none.".formatted(encoding));
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(Problem.of(ProblemType.MEDIA_TYPE_UNSUPPORTED, detail));
    }
}
