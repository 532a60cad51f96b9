package dev.cellmill.worker.provider.http;

import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.Template;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * JSON whose texts are templates. A value goes into the one text where its template stands, so it can change no other
 * part of the JSON. A body that is a text itself is one template and no JSON.
 */
sealed interface BodyTemplate {

    JsonNode render(Map<String, String> values);

    Set<String> references();

    /** @throws InvalidTemplate if one of its texts cannot be read */
    static BodyTemplate of(JsonNode node) {
        if (node.isString()) {
            return new Text(Template.ofText(node.stringValue()));
        }
        if (node.isArray()) {
            return new Elements(node.valueStream().map(BodyTemplate::of).toList());
        }
        if (node.isObject()) {
            var members = new LinkedHashMap<String, BodyTemplate>();
            node.properties().forEach(member -> members.put(member.getKey(), of(member.getValue())));
            return new Members(members);
        }
        return new Constant(node);
    }

    record Text(Template template) implements BodyTemplate {
        @Override
        public JsonNode render(Map<String, String> values) {
            return StringNode.valueOf(template.render(values));
        }

        @Override
        public Set<String> references() {
            return template.references();
        }
    }

    record Elements(List<BodyTemplate> elements) implements BodyTemplate {
        @Override
        public JsonNode render(Map<String, String> values) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.forEach(element -> array.add(element.render(values)));
            return array;
        }

        @Override
        public Set<String> references() {
            return union(elements);
        }
    }

    record Members(LinkedHashMap<String, BodyTemplate> members) implements BodyTemplate {
        @Override
        public JsonNode render(Map<String, String> values) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> object.set(name, member.render(values)));
            return object;
        }

        @Override
        public Set<String> references() {
            return union(members.values());
        }
    }

    record Constant(JsonNode value) implements BodyTemplate {
        @Override
        public JsonNode render(Map<String, String> values) {
            return value;
        }

        @Override
        public Set<String> references() {
            return Set.of();
        }
    }

    private static Set<String> union(Collection<BodyTemplate> parts) {
        return parts.stream().flatMap(part -> part.references().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
