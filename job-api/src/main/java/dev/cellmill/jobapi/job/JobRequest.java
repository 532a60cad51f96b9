package dev.cellmill.jobapi.job;

import dev.cellmill.common.edge.HeldBodies;
import dev.cellmill.common.job.JobFormat;
import dev.cellmill.common.job.JobReading;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.job.JobSpecReader;
import dev.cellmill.common.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.UnaryOperator;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/**
 * A job as it came in, read.
 *
 * @param document as given, laid over its template if it names one, as a JSON tree
 * @param bodyHash SHA-256 of the bytes
 */
record JobRequest(JobSpec spec, JsonNode document, byte[] bodyHash) {

    /**
     * Takes no more of the body than a job may have.
     *
     * @param template lays the document over the template that it names; the hash stays that of the body
     * @throws ProblemException with everything that is wrong with it
     */
    static JobRequest read(InputStream body, MediaType type, UnaryOperator<JsonNode> template) throws IOException {
        return read(HeldBodies.read(body, JobSpecReader.MAX_BYTES), format(type), template);
    }

    static JobFormat format(MediaType type) {
        return type.getSubtype().endsWith("json") ? JobFormat.JSON : JobFormat.YAML;
    }

    /** As {@link #read(InputStream, MediaType, UnaryOperator)}, of a body that need not say what it is: JSON begins with a brace. */
    static JobRequest read(InputStream body, UnaryOperator<JsonNode> template) throws IOException {
        byte[] bytes = HeldBodies.read(body, JobSpecReader.MAX_BYTES);
        int start = 0;
        while (start < bytes.length && Character.isWhitespace(bytes[start])) {
            start++;
        }
        return read(bytes, start < bytes.length && bytes[start] == '{' ? JobFormat.JSON : JobFormat.YAML, template);
    }

    JobRequest withBodyHash(byte[] hash) {
        return new JobRequest(spec, document, hash);
    }

    private static JobRequest read(byte[] bytes, JobFormat format, UnaryOperator<JsonNode> template) {
        return switch (JobSpecReader.read(bytes, format, template)) {
            case JobReading.Read(JobSpec spec, JsonNode document) -> new JobRequest(spec, document, sha256(bytes));
            case JobReading.Refused(var problems) -> throw new ProblemException(problems);
        };
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
