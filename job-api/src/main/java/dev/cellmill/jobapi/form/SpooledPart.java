package dev.cellmill.jobapi.form;

import dev.cellmill.common.edge.SpooledBody;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a form. Not thread-safe.
 *
 * @param headers by their names in lower case
 */
record SpooledPart(String name, @Nullable String fileName, Map<String, String> headers,
        SpooledBody content) implements Part, AutoCloseable {

    SpooledPart {
        headers = Map.copyOf(headers);
    }

    @Override
    public InputStream getInputStream() {
        return content.stream();
    }

    @Override
    public @Nullable String getContentType() {
        return headers.get("content-type");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String getSubmittedFileName() {
        return fileName;
    }

    @Override
    public long getSize() {
        return content.size();
    }

    @Override
    public @Nullable String getHeader(String header) {
        return headers.get(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public Collection<String> getHeaders(String header) {
        String value = getHeader(header);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers.keySet();
    }

    /** Nobody here keeps files under names that were sent. */
    @Override
    public void write(String file) {
        throw new UnsupportedOperationException("a part is read, not kept");
    }

    @Override
    public void delete() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
