package dev.cellmill.jobapi.template;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays a document over another as RFC 7396 (JSON Merge Patch) says: objects member by member, null takes a member away,
 * and everything else, lists too, takes the place of what was there. Pure; changes neither.
 */
final class Overlay {
    private Overlay() {}

    static ObjectNode of(ObjectNode over, ObjectNode base) {
        ObjectNode whole = base.deepCopy();
        for (Map.Entry<String, JsonNode> member : over.properties()) {
            switch (member.getValue()) {
                case JsonNode none when none.isNull() -> whole.remove(member.getKey());
                case ObjectNode object -> whole.set(member.getKey(), of(object, objectAt(whole, member.getKey())));
                case JsonNode other -> whole.set(member.getKey(), other.deepCopy());
            }
        }
        return whole;
    }

    private static ObjectNode objectAt(ObjectNode whole, String name) {
        return whole.get(name) instanceof ObjectNode object ? object : whole.objectNode();
    }
}
