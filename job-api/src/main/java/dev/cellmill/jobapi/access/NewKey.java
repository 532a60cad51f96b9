package dev.cellmill.jobapi.access;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a key is asked for with. @param tenant null for the asker's own @param name for people, null for none */
record NewKey(@Nullable TenantId tenant, @Nullable String name) {
    private static final int LONGEST_NAME = 100;
    private static final List<String> KNOWN = List.of("tenant", "name");

    /**
     * Reads it strictly: were a misspelt tenant passed over, the key would be for another.
     *
     * @throws ProblemException if it is none
     */
    static NewKey read(JsonNode body) {
        if (!body.isObject()) {
            throw refused("", "A key is asked for with an object, like {\"name\": \"ci\"}.");
        }
        for (String member : body.propertyNames()) {
            if (!KNOWN.contains(member)) {
                throw refused("/" + member.replace("~", "~0").replace("/", "~1"),
                        "\"%s\" is not known here.%s".formatted(member, DidYouMean.among(KNOWN, member)));
            }
        }
        String tenant = text(body, "tenant");
        return new NewKey(tenant == null ? null : tenant(tenant), name(text(body, "name")));
    }

    private static @Nullable String text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw refused("/" + member, "\"%s\" is a text; write one, or leave it out.".formatted(member));
        }
        return value.stringValue();
    }

    private static TenantId tenant(String text) {
        try {
            return new TenantId(text);
        } catch (IllegalArgumentException e) {
            throw refused("/tenant", "A tenant is 1 to 63 characters of a-z, 0-9, - and _.");
        }
    }

    private static @Nullable String name(@Nullable String text) {
        if (text != null && (text.isBlank() || text.length() > LONGEST_NAME
                || text.codePoints().anyMatch(NewKey::unfit))) {
            throw refused("/name", "A key's name is one line of 1 to %d characters; shorten it, or leave it out."
                    .formatted(LONGEST_NAME));
        }
        return text;
    }

    /** No control characters, and no halves of surrogate pairs, which the database cannot store. */
    private static boolean unfit(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
    }

    private static ProblemException refused(String pointer, String sentence) {
        return new ProblemException(Problem.at(ProblemType.REQUEST_INVALID, pointer, sentence));
    }
}
