package dev.cellmill.jobapi.file;

import static dev.cellmill.jobapi.file.FileProblems.invalid;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.edge.PacedBody;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.form.FormParts;
import dev.cellmill.jobapi.quota.StoredQuota;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a form that brings a file, its parts in any order, each as it comes. */
@Component
class UploadForm {
    private static final int MAX_FIELDS = 20;
    private static final int MAX_FIELD = 1_024;
    private static final int MAX_NAME = 200;
    private static final int BUFFER = 64 * 1024;
    /** What a form may have beside its file. */
    private static final long FRAME = 64 * 1024;
    private static final long SHORTEST_KEPT = 3_600;
    private static final long LONGEST_KEPT = 2_592_000;

    private final WriteFile writer;
    private final Files files;
    private final FileSettings settings;
    private final StoredQuota quota;
    private final TenantPlaces uploads;

    UploadForm(WriteFile writer, Files files, FileSettings settings, StoredQuota quota, Sharing sharing) {
        this.writer = writer;
        this.files = files;
        this.settings = settings;
        this.quota = quota;
        this.uploads = new TenantPlaces(settings.maxUploads(), sharing, TenantPlaces.A_MOMENT);
    }

    /** The fields of one form. */
    private static final class Form implements AutoCloseable {
        private final TenantId tenant;
        /** Bytes that its tenant may still keep. */
        private final long room;
        private WriteFile.@Nullable Writing file;
        private @Nullable String purpose;
        private @Nullable String anchor;
        private @Nullable Long seconds;

        private Form(TenantId tenant, long room) {
            this.tenant = tenant;
            this.room = room;
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /**
     * @throws ProblemException if the form is not as it should be, or too many are under way
     * @throws IOException if it cannot be read to its end
     */
    StoredFile read(TenantId tenant, HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() - FRAME > settings.maxSize().toBytes()) {
            throw tooLarge();
        }
        if (!uploads.enter(tenant)) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                    "As many uploads are under way as may be at once; try again."));
        }
        try (var form = new Form(tenant, quota.roomForFile(tenant))) {
            if (request.getContentLengthLong() - FRAME > form.room) {
                throw quota.tooLong(tenant);
            }
            readParts(request, form);
            if (form.file == null) {
                throw invalid("file", "missing_required_parameter", "The form has no file; send one as \"file\".");
            }
            if (!StoredFile.BATCH.equals(form.purpose)) {
                throw invalid("purpose", form.purpose == null ? "missing_required_parameter" : "invalid_value",
                        "The purpose of a file here is \"batch\"; say so in the field \"purpose\".");
            }
            form.file.publish(StoredFile.BATCH, kept(form), () -> quota.checkFiles(tenant));
            return files.find(tenant, form.file.id()).orElseThrow(FileProblems::notFound);
        } catch (WriteFile.GivenUp e) {
            throw invalid(null, null, "The upload paused for so long that it was given up; send it again.");
        } finally {
            uploads.leave(tenant);
        }
    }

    private static @Nullable Long kept(Form form) {
        if (form.anchor == null && form.seconds == null) {
            return null;
        }
        if (!"created_at".equals(form.anchor) || form.seconds == null || form.seconds < SHORTEST_KEPT
                || form.seconds > LONGEST_KEPT) {
            throw invalid("expires_after", "invalid_value",
                    "expires_after has the anchor \"created_at\" and from %,d to %,d seconds."
                            .formatted(SHORTEST_KEPT, LONGEST_KEPT));
        }
        return form.seconds;
    }

    private void readParts(HttpServletRequest request, Form form) throws IOException {
        try {
            // whatever else is in it, a form is not much longer than its file
            var body = new PacedBody(request.getInputStream(), settings.maxSize().toBytes() + FRAME, this::tooLarge);
            FileItemIterator parts = FormParts.of(request, body);
            for (int count = 0; parts.hasNext(); count++) {
                if (count == MAX_FIELDS) {
                    throw unreadable();
                }
                readPart(parts.next(), form);
            }
        } catch (FileUploadException | FileUploadIOException | MultipartStream.MalformedStreamException e) {
            throw unreadable();
        }
    }

    private void readPart(FileItemStream part, Form form) throws IOException {
        try (InputStream content = part.openStream()) {
            switch (part.getFieldName() == null ? "" : part.getFieldName()) {
                case "file" -> store(FormParts.fileName(part), content, form);
                case "purpose" -> form.purpose = text(content);
                case "expires_after[anchor]" -> form.anchor = text(content);
                case "expires_after[seconds]" -> form.seconds = seconds(text(content));
                default -> content.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    private void store(@Nullable String filename, InputStream content, Form form) throws IOException {
        if (form.file != null) {
            throw invalid("file", "invalid_value", "The form brings more than one file; send one at a time.");
        }
        WriteFile.Writing file = writer.begin(form.tenant, name(filename));
        form.file = file;
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            if (file.bytes() + read > settings.maxSize().toBytes()) {
                throw tooLarge();
            }
            if (file.bytes() + read > form.room) {
                throw quota.tooLong(form.tenant);
            }
            file.write(buffer, 0, read);
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(new Problem(ProblemType.BODY_TOO_LARGE,
                "The file is longer than %,d bytes; split it in several.".formatted(settings.maxSize().toBytes()),
                "/file", null, Map.of("code", "file_too_large")));
    }

    private static String name(@Nullable String given) {
        String name = given == null
                ? ""
                : given.substring(Math.max(given.lastIndexOf('/'),
                        given.lastIndexOf('\\')) + 1);
        if (name.isBlank()) {
            return "upload.jsonl";
        }
        if (name.equals(".") || name.equals("..") || name.length() > MAX_NAME || !StorableText.isStorable(name)
                || name.chars().anyMatch(Character::isISOControl)) {
            throw invalid("file", "invalid_value",
                    "The file's name is 1 to %d characters, none of them a control character, and more than dots that lead elsewhere."
                            .formatted(MAX_NAME));
        }
        return name;
    }

    private static Long seconds(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw invalid("expires_after", "invalid_value", "expires_after[seconds] is a number of seconds.");
        }
    }

    private static String text(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_FIELD + 1);
        if (bytes.length > MAX_FIELD) {
            throw unreadable();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ProblemException unreadable() {
        return invalid(null, null, "The multipart body cannot be read; check its boundary and that it is whole.");
    }
}
