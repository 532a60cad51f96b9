package dev.cellmill.status.progress;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parameters that are one of a list of names. Pure. */
final class Parameter {
    private Parameter() {}

    /**
     * @param value as given; null, which gives null, for all states
     * @throws ProblemException if no state has this name on the wire
     */
    static <S extends Enum<S>> @Nullable S state(@Nullable String value, S[] states) {
        if (value == null) {
            return null;
        }
        List<String> names = Stream.of(states).map(state -> state.name().toLowerCase(Locale.ROOT)).toList();
        int place = names.indexOf(value);
        if (place < 0) {
            throw invalid("state", value, names);
        }
        return states[place];
    }

    static ProblemException invalid(String name, String value, Collection<String> allowed) {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The parameter %s cannot be '%s': give one of %s.".formatted(name, value, String.join(", ", allowed))));
    }
}
