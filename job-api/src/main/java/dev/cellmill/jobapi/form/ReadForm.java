package dev.cellmill.jobapi.form;

import dev.cellmill.common.edge.PacedBody;
import dev.cellmill.common.edge.SpooledBody;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tomcat.util.http.fileupload.FileItemHeaders;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a form to disk, as many and as much as it may have. */
final class ReadForm {
    private static final int MOST_PARTS = 4;
    /** What a form has beside its sheet: a job of 1 MB, and what stands around the parts. */
    private static final long BESIDES = 2L * 1024 * 1024;

    private final long longestPart;

    /** @param longestPart in bytes */
    ReadForm(long longestPart) {
        this.longestPart = longestPart;
    }

    /**
     * To be closed by whoever gets them.
     *
     * @throws ProblemException if it is too long, or no form
     * @throws IOException if it cannot be read to its end
     */
    List<SpooledPart> read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > longestPart + BESIDES) {
            throw tooLong();
        }
        InputStream body = new PacedBody(request.getInputStream(), longestPart + BESIDES, this::tooLong);
        List<SpooledPart> parts = new ArrayList<>();
        boolean whole = false;
        try {
            FileItemIterator items = FormParts.of(request, body);
            while (items.hasNext()) {
                if (parts.size() == MOST_PARTS) {
                    throw refused("The form has more than %d parts; send sheet and job.".formatted(MOST_PARTS));
                }
                parts.add(part(items.next()));
            }
            if (parts.isEmpty()) {
                throw unreadable();
            }
            whole = true;
            return parts;
        } catch (FileUploadException | FileUploadIOException | MultipartStream.MalformedStreamException e) {
            throw unreadable();
        } finally {
            if (!whole) {
                parts.forEach(SpooledForm::release);
            }
        }
    }

    private SpooledPart part(FileItemStream item) throws IOException {
        String name = item.getFieldName();
        if (name == null) {
            throw refused("A part of the form has no name; the parts are sheet and job.");
        }
        try (InputStream content = item.openStream()) {
            return new SpooledPart(name, FormParts.fileName(item), headers(item.getHeaders()),
                    SpooledBody.of(new PacedBody(content, longestPart, this::tooLong)));
        }
    }

    private static Map<String, String> headers(@Nullable FileItemHeaders given) {
        var headers = new TreeMap<String, String>();
        if (given != null) {
            for (Iterator<String> names = given.getHeaderNames(); names.hasNext();) {
                String name = names.next();
                headers.put(name.toLowerCase(Locale.ROOT), given.getHeader(name));
            }
        }
        return headers;
    }

    private ProblemException tooLong() {
        return new ProblemException(Problem.of(ProblemType.BODY_TOO_LARGE,
                "A sheet sent with its job has at most %,d bytes; send it by itself to POST /v1/sheets."
                        .formatted(longestPart)));
    }

    private static ProblemException unreadable() {
        return refused("The multipart body cannot be read; check its boundary and that it is whole.");
    }

    private static ProblemException refused(String sentence) {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID, sentence));
    }
}
