package dev.cellmill.common.kafka;

import dev.cellmill.common.describe.RecordSchemas;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.message.ControlMessage;
import dev.cellmill.common.message.OutputChunk;
import java.lang.reflect.Type;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The AsyncAPI document of the topics, made of the records that are sent. */
final class AsyncApi {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String JSON = "application/json";
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    /** A sheet's id and which of its blocks of 256 rows: what is told of one cell is on one partition. */
    private static final String BLOCK = ID + "/[0-9]+";

    /** What Cellmill does with a topic. */
    private enum Part {
        SENT, BETWEEN_SERVICES
    }

    private final RecordSchemas schemas = new RecordSchemas(SCHEMAS);
    private final ObjectNode document = Json.MAPPER.createObjectNode();

    static ObjectNode ofTheTopics() {
        return new AsyncApi().made();
    }

    private ObjectNode made() {
        document.put("asyncapi", "3.0.0");
        document.putObject("info").put("title", "Cellmill").put("version", "1").put("description",
                "The topics of Cellmill, as its services send and receive them: who reads cellmill.events and cellmill.output,"
                        + " which are public, receives what is sent here. The others are between its services. Members may"
                        + " be added: pass over what you do not know.");
        ObjectNode server = document.putObject("servers").putObject("broker");
        server.put("host", "{broker}").put("protocol", "kafka").put("protocolVersion", "4").put("description",
                "What CELLMILL_KAFKA_BOOTSTRAP names; ./cellmill up says where its own is.");
        server.putObject("variables").putObject("broker").put("default", "127.0.0.1:9092");
        document.put("defaultContentType", JSON);
        document.putObject("channels");
        document.putObject("operations");
        document.putObject("components").putObject("messages");
        channel("events", Topics.EVENTS,
                "What happened to cells, as CloudEvents in binary mode. Keyed by sheet and block of 256 rows; copies"
                        + " have the same ce_id. Events of one cell come in no order: position (run, dispatch, step) and then"
                        + " started < released < hopped < done, failed, skipped say which is newer.",
                List.of("CellEvent", "CellBlock"), Part.SENT);
        channel("output", Topics.OUTPUT, "What cells write while they run, piece by piece. Keyed as the events.",
                List.of("OutputChunk"), Part.SENT);
        channel("control", Topics.CONTROL, "The newest state of each job and sign of life of each worker. Compacted.",
                List.of("ControlMessage"), Part.BETWEEN_SERVICES);
        channel("acks", Topics.ACKS, "What workers had under way when they learnt of a pause. Keyed by job.",
                List.of("ControlAck"), Part.BETWEEN_SERVICES);
        channel("tasks", "cellmill.tasks.{lane}",
                "One step of one cell to be done now. Keyed by the fingerprint of its request.", List.of("CellTask"),
                Part.BETWEEN_SERVICES);
        ((ObjectNode) document.at("/channels/tasks")).putObject("parameters").putObject("lane").put("description",
                "Of the provider that is asked");
        channel("deadLetters", "{topic}.dlt",
                "Records that could not be read or stored, as they were; the header cellmill-reason says why.",
                List.of("CellEvent", "CellBlock", "CellTask", "OutputChunk"), Part.SENT);
        ((ObjectNode) document.at("/channels/deadLetters")).putObject("parameters").putObject("topic").put(
                "description",
                "That they were read from");
        message("CellEvent", CellEvent.class, true, BLOCK);
        message("OutputChunk", OutputChunk.class, true, BLOCK);
        message("ControlMessage", ControlMessage.class, false, ".+");
        message("ControlAck", ControlAck.class, false, ID);
        message("CellTask", CellTask.class, false, "[0-9a-f]{32}");
        block();
        ObjectNode all = ((ObjectNode) document.get("components")).putObject("schemas");
        schemas.definitions().forEach(all::set);
        all.set("CloudEventHeaders", cloudEventHeaders());
        return document;
    }

    private void channel(String name, String address, String description, List<String> messages, Part part) {
        ObjectNode channel = ((ObjectNode) document.get("channels")).putObject(name).put("address", address)
                .put("description", description);
        ObjectNode of = channel.putObject("messages");
        messages.forEach(message -> of.putObject(message).put("$ref", "#/components/messages/" + message));
        operation("send", name);
        if (part == Part.BETWEEN_SERVICES) {
            operation("receive", name);
        }
    }

    private void operation(String action, String channel) {
        ObjectNode operation = ((ObjectNode) document.get("operations"))
                .putObject(action + Character.toUpperCase(channel.charAt(0)) + channel.substring(1))
                .put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
    }

    /** @param key the pattern of a record's key */
    private ObjectNode message(String name, Type type, boolean cloudEvent, String key) {
        ObjectNode message = ((ObjectNode) document.at("/components/messages")).putObject(name).put("contentType",
                JSON);
        if (cloudEvent) {
            message.putObject("headers").put("$ref", SCHEMAS + "CloudEventHeaders");
        }
        message.putObject("bindings").putObject("kafka").put("bindingVersion", "0.5.0").putObject("key")
                .put("type", "string").put("pattern", "^(" + key + ")$");
        message.set("payload", schemas.of(type));
        return message;
    }

    /** Its form on the wire is not its record's: the addresses of its cells are written once. */
    private void block() {
        message("CellBlock", CellBlock.class, true, BLOCK);
        ObjectNode record = schemas.definitions().get("CellBlock");
        ObjectNode properties = (ObjectNode) record.get("properties");
        ObjectNode wire = Json.MAPPER.createObjectNode().put("type", "object");
        wire.put("description", "The same event of many cells");
        ObjectNode members = wire.putObject("properties");
        members.putObject("type").putArray("enum").add("skipped").add("reopened");
        ObjectNode block = members.putObject("block").put("type", "object");
        ObjectNode inner = block.putObject("properties");
        for (String name : List.of("tenant", "sheet", "job", "cells")) {
            inner.set(name, properties.get(name));
            block.withArray("required").add(name);
        }
        for (String name : List.of("position", "at", "reason")) {
            members.set(name, properties.get(name));
        }
        wire.putArray("required").add("type").add("block").add("position").add("at");
        schemas.definitions().put("CellBlock", wire);
    }

    private static ObjectNode cloudEventHeaders() {
        ObjectNode headers = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        properties.putObject("ce_source").put("const", "/cellmill");
        properties.putObject("ce_id").put("type", "string").put("description", "The same for every copy of an event");
        properties.putObject("ce_type").put("type", "string").put("pattern", "^cellmill\\.(cell|block)\\.[a-z]+$");
        properties.putObject("ce_time").put("type", "string").put("format", "date-time");
        properties.putObject("content-type").put("const", JSON);
        properties.propertyNames().forEach(name -> headers.withArray("required").add(name));
        return headers;
    }
}
