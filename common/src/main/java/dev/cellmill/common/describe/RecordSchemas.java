package dev.cellmill.common.describe;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cellmill.common.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas (2020-12) of records as Jackson writes them: a component that may be null may also be absent, every other
 * is always there. Records have a definition each, by their name and that of what they stand in. Not thread-safe.
 */
public final class RecordSchemas {
    private static final Set<JsonInclude.Include> SOMETIMES = Set.of(JsonInclude.Include.NON_NULL,
            JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_ABSENT);

    private final String prefix;
    private final SortedMap<String, ObjectNode> definitions = new TreeMap<>();

    /** @param prefix of references to definitions, such as {@code #/$defs/} */
    public RecordSchemas(String prefix) {
        this.prefix = prefix;
    }

    /** Of all records met so far. */
    public SortedMap<String, ObjectNode> definitions() {
        return definitions;
    }

    public ObjectNode of(Type type) {
        return of(type, Map.of());
    }

    private ObjectNode of(Type type, Map<TypeVariable<?>, Type> variables) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain, Map.of());
            case TypeVariable<?> variable -> of(variables.getOrDefault(variable, Object.class), Map.of());
            case ParameterizedType parameters -> ofParameterized(parameters, variables);
            default -> object();
        };
    }

    private ObjectNode ofParameterized(ParameterizedType type, Map<TypeVariable<?>, Type> variables) {
        var raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return array(of(arguments[0], variables));
        }
        if (Map.class.isAssignableFrom(raw)) {
            ObjectNode map = typed("object");
            map.set("additionalProperties", of(arguments[1], variables));
            return map;
        }
        var bound = new HashMap<TypeVariable<?>, Type>();
        for (int i = 0; i < arguments.length; i++) {
            bound.put(raw.getTypeParameters()[i], arguments[i] instanceof TypeVariable<?> variable
                    ? variables.getOrDefault(variable, Object.class)
                    : arguments[i]);
        }
        return raw.isRecord() ? ofRecord(raw, bound) : object();
    }

    private ObjectNode ofClass(Class<?> type, Map<TypeVariable<?>, Type> variables) {
        if (type == String.class) {
            return typed("string");
        }
        if (type == UUID.class) {
            return typed("string").put("format", "uuid");
        }
        if (type == Instant.class) {
            return typed("string").put("format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == Integer.class || type == short.class || type == Short.class) {
            return typed("integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").put("format", "int64");
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return typed("number");
        }
        if (type.isArray()) {
            return array(of(type.getComponentType()));
        }
        if (type.isEnum()) {
            return ofEnum(type);
        }
        Type written = writtenAs(type);
        if (written != null) {
            return of(written);
        }
        if (type.isRecord()) {
            return reference(type, variables);
        }
        return type.isAnnotationPresent(JsonSubTypes.class) ? variants(type) : object();
    }

    private static ObjectNode ofEnum(Class<?> type) {
        ObjectNode schema = typed("string");
        ArrayNode values = schema.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            values.add(Json.MAPPER.valueToTree(constant).asString());
        }
        return schema;
    }

    /** What an id or another wrapper is on the wire; null if it is itself. */
    private static @Nullable Type writtenAs(Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (has(component, JsonValue.class)) {
                    return component.getGenericType();
                }
            }
        }
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(JsonValue.class))
                .map(method -> method.getGenericReturnType()).findFirst().orElse(null);
    }

    private ObjectNode variants(Class<?> type) {
        ObjectNode schema = object();
        ArrayNode of = schema.putArray("oneOf");
        String property = type.getAnnotation(JsonTypeInfo.class).property();
        for (JsonSubTypes.Type variant : type.getAnnotation(JsonSubTypes.class).value()) {
            ObjectNode reference = ofClass(variant.value(), Map.of());
            ObjectNode definition = definitions.get(name(variant.value()));
            ((ObjectNode) definition.get("properties")).putObject(property).put("const", variant.name());
            ArrayNode required = (ArrayNode) definition.get("required");
            if (required.valueStream().noneMatch(name -> name.asString().equals(property))) {
                required.add(property);
            }
            of.add(reference);
        }
        return schema;
    }

    private ObjectNode reference(Class<?> type, Map<TypeVariable<?>, Type> variables) {
        String name = name(type);
        if (!definitions.containsKey(name)) {
            ObjectNode definition = object();
            // first, for one that holds itself
            definitions.put(name, definition);
            definition.setAll(ofRecord(type, variables));
        }
        return object().put("$ref", prefix + name);
    }

    private ObjectNode ofRecord(Class<?> type, Map<TypeVariable<?>, Type> variables) {
        ObjectNode schema = typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            if (has(component, JsonAnyGetter.class)) {
                schema.put("additionalProperties", true);
            } else if (has(component, JsonUnwrapped.class)) {
                ObjectNode inner = ofRecord(component.getType(), variables);
                properties.setAll((ObjectNode) inner.get("properties"));
                required.addAll((ArrayNode) inner.get("required"));
            } else {
                ObjectNode value = has(component, JsonRawValue.class)
                        ? object()
                        : of(component.getAnnotatedType(), component.getGenericType(), variables);
                properties.set(name(component), value);
                if (!mayBeNull(component.getAnnotatedType()) && always(type, component)) {
                    required.add(name(component));
                }
            }
        }
        return schema;
    }

    private ObjectNode of(AnnotatedType annotated, Type type, Map<TypeVariable<?>, Type> variables) {
        ObjectNode schema = of(type, variables);
        if (annotated instanceof AnnotatedParameterizedType parameters
                && schema.path("type").asString("").equals("array")
                && mayBeNull(parameters.getAnnotatedActualTypeArguments()[0])) {
            schema.set("items", orNull((ObjectNode) schema.get("items")));
        }
        return mayBeNull(annotated) ? orNull(schema) : schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.isEmpty()) {
            return schema;
        }
        if (schema.has("type") && !schema.has("enum")) {
            String type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        ObjectNode either = object();
        either.putArray("anyOf").add(schema).add(typed("null"));
        return either;
    }

    private static boolean mayBeNull(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static boolean always(Class<?> type, RecordComponent component) {
        JsonInclude own = found(component, JsonInclude.class);
        JsonInclude whole = type.getAnnotation(JsonInclude.class);
        JsonInclude.Include include = own != null
                ? own.value()
                : whole != null
                        ? whole.value()
                        : JsonInclude.Include.ALWAYS;
        boolean onlyOfNull = include == JsonInclude.Include.NON_NULL;
        return onlyOfNull || !SOMETIMES.contains(include);
    }

    private static String name(RecordComponent component) {
        JsonProperty named = found(component, JsonProperty.class);
        return named == null || named.value().isEmpty() ? component.getName() : named.value();
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static boolean has(RecordComponent component, Class<? extends Annotation> annotation) {
        return found(component, annotation) != null;
    }

    /** Where an annotation that is not for components stands: on what the compiler makes of them. */
    private static <A extends Annotation> @Nullable A found(RecordComponent component, Class<A> annotation) {
        A onAccessor = component.getAccessor().getAnnotation(annotation);
        if (onAccessor != null) {
            return onAccessor;
        }
        try {
            return component.getDeclaringRecord().getDeclaredField(component.getName()).getAnnotation(annotation);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("every component of a record is a field", e);
        }
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode schema = typed("array");
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode typed(String type) {
        return object().put("type", type);
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }
}
