package dev.cellmill.common.plan;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.DidYouMean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the {@code options} of a classifier's step say of its labels.
 *
 * @param template a sentence about a text, {@code {label}} in the place of what it is about
 * @param descriptions by label: what stands in the sentence in place of the label
 */
public record LabelOptions(String template, Map<String, String> descriptions) {
    private static final String PLACE = "{label}";
    private static final String TEMPLATE = "template";
    private static final String DESCRIPTIONS = "descriptions";
    private static final String DEFAULT_TEMPLATE = "This text is about {label}.";

    public LabelOptions {
        requireNonNull(template, "template is null");
        descriptions = Map.copyOf(descriptions);
    }

    /** What came of reading them. */
    public sealed interface Reading {

        record Usable(LabelOptions options) implements Reading {}

        /** @param pointer to the place within the options */
        record Refused(String pointer, String why) implements Reading {}
    }

    public static Reading read(Map<String, JsonNode> options, Collection<String> labels) {
        for (String key : options.keySet()) {
            if (!key.equals(TEMPLATE) && !key.equals(DESCRIPTIONS)) {
                return new Reading.Refused("/" + key, "A classifier knows no option \"%s\".%s"
                        .formatted(key, DidYouMean.among(List.of(TEMPLATE, DESCRIPTIONS), key)));
            }
        }
        String template = template(options.get(TEMPLATE));
        if (template == null) {
            return new Reading.Refused("/" + TEMPLATE,
                    "A template is a sentence with {label} in it, like \"" + DEFAULT_TEMPLATE + "\"");
        }
        JsonNode given = options.get(DESCRIPTIONS);
        var descriptions = new HashMap<String, String>();
        if (given != null && !given.isObject()) {
            return new Reading.Refused("/" + DESCRIPTIONS,
                    "Descriptions are texts by label, like {spam: unwanted mail}.");
        }
        if (given != null) {
            for (var entry : given.properties()) {
                if (!labels.contains(entry.getKey()) || !entry.getValue().isString()) {
                    return new Reading.Refused("/" + DESCRIPTIONS,
                            "A description is a text and belongs to a label, which \"%s\" is not or has not.%s"
                                    .formatted(entry.getKey(), DidYouMean.among(labels, entry.getKey())));
                }
                descriptions.put(entry.getKey(), entry.getValue().stringValue());
            }
        }
        return new Reading.Usable(new LabelOptions(template, descriptions));
    }

    /** What a text would be if the label were right. */
    public String sentence(String label) {
        return template.replace(PLACE, descriptions.getOrDefault(label, label));
    }

    private static @Nullable String template(@Nullable JsonNode given) {
        if (given == null) {
            return DEFAULT_TEMPLATE;
        }
        return given.isString() && given.stringValue().contains(PLACE) ? given.stringValue() : null;
    }
}
