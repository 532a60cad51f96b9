package dev.cellmill.faults.inject;

import dev.cellmill.faults.cluster.ServiceClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A sheet and its job in one form, which waits on the disk until it is whole. Both have the same name.
 *
 * @param answer the status; empty if none came
 */
public record Upload(String name, Optional<Integer> answer) {
    private static final int ROWS = 40_000;
    private static final int REFUSAL = 400;

    static Upload send(ServiceClient jobApi, Path rig) {
        String name = rig.getFileName() + "-" + UUID.randomUUID();
        String boundary = "b" + UUID.randomUUID();
        var form = new StringBuilder();
        part(form, boundary, "job\"", "application/json", """
                {"name":"%s","startAt":"2099-01-01T00:00:00Z","columns":[{"name":"value","provider":"plain",\
                "inputs":{"key":"{{key}}"}}]}""".formatted(name));
        part(form, boundary, "sheet\"; filename=\"" + name + "\"", "text/csv", "key\n" + "k\n".repeat(ROWS));
        form.append("--").append(boundary).append("--\r\n");
        return new Upload(name, jobApi.post("/v1/jobs", "multipart/form-data; boundary=" + boundary,
                form.toString().getBytes(StandardCharsets.UTF_8)).map(ServiceClient.Reply::status));
    }

    /**
     * Both are there if it was accepted, neither if it was refused. Where nobody answered, a job-api may have died between the
     * two.
     *
     * @param found how many of the two
     */
    public boolean mayHaveLeft(long found) {
        return answer.map(status -> status < REFUSAL ? found == 2 : found == 0).orElse(true);
    }

    private static void part(StringBuilder form, String boundary, String name, String type, String content) {
        form.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(name)
                .append("\r\nContent-Type: ").append(type).append("\r\n\r\n").append(content).append("\r\n");
    }
}
