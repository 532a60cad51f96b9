package dev.cellmill.jobapi.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cellmill.jobapi.file.FileId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch as OpenAI's API shows it, and beside that the sheet and the job that it is here. Times in seconds since 1970. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BatchView(
        BatchId id,
        String object,
        String endpoint,
        @Nullable String model,
        @Nullable Errors errors,
        @JsonProperty("input_file_id") FileId inputFile,
        @JsonProperty("completion_window") String completionWindow,
        BatchStatus status,
        @JsonProperty("output_file_id") @Nullable FileId outputFile,
        @JsonProperty("error_file_id") @Nullable FileId errorFile,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("in_progress_at") @Nullable Long inProgressAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("finalizing_at") @Nullable Long finalizingAt,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @JsonProperty("failed_at") @Nullable Long failedAt,
        @JsonProperty("expired_at") @Nullable Long expiredAt,
        @JsonProperty("cancelling_at") @Nullable Long cancellingAt,
        @JsonProperty("cancelled_at") @Nullable Long cancelledAt,
        @JsonProperty("request_counts") Counts requestCounts,
        Usage usage,
        @Nullable Map<String, String> metadata,
        @JsonProperty("job_id") @Nullable UUID job,
        @JsonProperty("sheet_id") @Nullable UUID sheet) {

    /** What is wrong with its file. */
    record Errors(String object, List<BatchError> data) {}

    /** Requests. */
    record Counts(int total, int completed, int failed) {}

    /** Tokens, as the providers counted them. */
    record Usage(
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("input_tokens_details") InputDetails inputDetails,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("output_tokens_details") OutputDetails outputDetails,
            @JsonProperty("total_tokens") long totalTokens) {

        /**
         * @param cached of the input, known once the batch has ended
         * @param reasoning of the output, likewise
         */
        static Usage of(long input, long cached, long output, long reasoning) {
            return new Usage(input, new InputDetails(cached), output, new OutputDetails(reasoning), input + output);
        }
    }

    /** What the provider had in a cache of its own. */
    record InputDetails(@JsonProperty("cached_tokens") long cachedTokens) {}

    /** What the model thought, and nobody sees. */
    record OutputDetails(@JsonProperty("reasoning_tokens") long reasoningTokens) {}
}
