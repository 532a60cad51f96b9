package dev.cellmill.common.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in the order of its key.
 *
 * @param next what {@code ?cursor=} takes for the part that follows; null at the end
 */
public record Page<T>(List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 1000;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Of a read that asked for one item more than the page takes, so that no further read is needed to know its end.
     *
     * @param read at most {@code limit + 1} items
     * @param cursor where the list goes on behind an item
     */
    public static <T> Page<T> of(List<T> read, int limit, Function<T, Cursor> cursor) {
        if (read.size() <= limit) {
            return new Page<>(read, null);
        }
        List<T> items = read.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()).toString());
    }

    /** The same page of other things. */
    public <S> Page<S> map(Function<? super T, ? extends S> change) {
        return new Page<>(items.stream().<S>map(change).toList(), next);
    }

    /**
     * How many items a request asks for.
     *
     * @param limit as given, null if it was not
     * @throws ProblemException if it is outside 1 to {@link #MAX_LIMIT}
     */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                    "The parameter limit is %d; give a number from 1 to %d.".formatted(limit, MAX_LIMIT)));
        }
        return limit;
    }
}
