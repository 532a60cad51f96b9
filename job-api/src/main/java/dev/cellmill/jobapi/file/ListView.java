package dev.cellmill.jobapi.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list as OpenAI's API shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListView<T>(
        String object,
        List<T> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    /** @param read one more than the page has, if there is one */
    public static <T> ListView<T> of(List<T> read, int limit, Function<T, String> id) {
        List<T> page = read.subList(0, Math.min(limit, read.size()));
        return new ListView<>("list", page, page.isEmpty() ? null : id.apply(page.getFirst()),
                page.isEmpty() ? null : id.apply(page.getLast()), read.size() > limit);
    }
}
