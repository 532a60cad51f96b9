package dev.cellmill.standalone.described;

import tools.jackson.databind.JsonNode;

/** The body of a form, a part for each member of an object; those that have a media type come as files. */
final class Form {
    static final String TYPE = "multipart/form-data; boundary=cut";

    private Form() {}

    /** @param schema that says which members are files */
    static String of(JsonNode form, JsonNode schema) {
        var body = new StringBuilder();
        form.properties().forEach(part -> {
            String media = schema.path("properties").path(part.getKey()).path("contentMediaType").asString("");
            body.append("--cut\r\nContent-Disposition: form-data; name=\"").append(part.getKey()).append('"');
            if (!media.isEmpty()) {
                body.append("; filename=\"a\"\r\nContent-Type: ").append(media);
            }
            body.append("\r\n\r\n").append(part.getValue().asString()).append("\r\n");
        });
        return body.append("--cut--\r\n").toString();
    }
}
