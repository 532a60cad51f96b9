package dev.cellmill.common.page;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key of the last item of a page; the next page begins behind it. Opaque to clients, and bound to one list, so
 * that a cursor of another list is refused rather than misread.
 *
 * @param list a short name of the list
 * @param keys the parts of the key, without {@code /}
 */
public record Cursor(String list, List<String> keys) {
    private static final String SEPARATOR = "/";

    public Cursor {
        keys = List.copyOf(keys);
        if (list.contains(SEPARATOR) || keys.stream().anyMatch(key -> key.contains(SEPARATOR))) {
            throw new IllegalArgumentException("parts of a cursor have no /: " + list + " " + keys);
        }
    }

    public static Cursor of(String list, Object... keys) {
        return new Cursor(list, Arrays.stream(keys).map(Object::toString).toList());
    }

    /**
     * @param text as given by the client; null, which gives null, where the list begins
     * @param keys how many parts the key has
     * @throws ProblemException if no page of this list can have given it
     */
    public static @Nullable Cursor parse(@Nullable String text, String list, int keys) {
        if (text == null) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = List.of(plain.split(SEPARATOR, -1));
            if (parts.size() == keys + 1 && parts.getFirst().equals(list)) {
                return new Cursor(list, parts.subList(1, parts.size()));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** @throws ProblemException if the part is no UUID */
    public UUID uuid(int key) {
        try {
            return UUID.fromString(keys.get(key));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** @throws ProblemException if the part is no number from 0 */
    public int integer(int key) {
        int number;
        try {
            number = Integer.parseInt(keys.get(key));
        } catch (NumberFormatException e) {
            throw invalid();
        }
        if (number < 0) {
            throw invalid();
        }
        return number;
    }

    /** What {@code next} holds. */
    @Override
    public String toString() {
        String plain = list + SEPARATOR + String.join(SEPARATOR, keys);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException invalid() {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The parameter cursor is none that this list gave; take it from next of the page before, or leave it out."));
    }
}
