package dev.cellmill.jobapi.template;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.secret.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The templates of each tenant. */
@Component
public class Templates {
    static final String MEMBER = "template";

    private static final int NAMES_COMPARED = 1000;

    private static final String PUT = """
            INSERT INTO jobs.template (tenant, name, spec, created_at, updated_at)
            VALUES (:tenant, :name, :spec::json, clock_timestamp(), clock_timestamp())
            ON CONFLICT (tenant, name) DO UPDATE SET spec = excluded.spec, updated_at = excluded.updated_at
            RETURNING new.name, new.spec, new.created_at, new.updated_at, old.name IS NULL AS made
            """;

    private static final String GET = """
            SELECT name, spec, created_at, updated_at FROM jobs.template WHERE tenant = :tenant AND name = :name
            """;

    private static final String LIST = """
            SELECT name, created_at, updated_at
            FROM jobs.template
            WHERE tenant = :tenant AND (:after::text IS NULL OR name > :after)
            ORDER BY name
            LIMIT :limit
            """;

    private final JdbcClient sql;
    private final Sealer sealer;

    Templates(JdbcClient sql, Sealer sealer) {
        this.sql = sql;
        this.sealer = sealer;
    }

    /** @param made whether there was none of this name */
    record Stored(TemplateView view, boolean made) {}

    Stored put(TenantId tenant, String name, JsonNode spec) {
        return sql.sql(PUT).param("tenant", tenant.value()).param("name", name)
                .param("spec", TemplateSecret.sealed(spec, sealer, tenant, name).toString())
                .query((row, number) -> new Stored(view(row), row.getBoolean("made")))
                .single();
    }

    /** Its spec as it is stored: with a sealed secret. */
    Optional<TemplateView> find(TenantId tenant, String name) {
        return sql.sql(GET).param("tenant", tenant.value()).param("name", name)
                .query((row, number) -> view(row))
                .optional();
    }

    /** In the order of names. @param after the name before the first, null for the first of all */
    List<TemplateView.Item> list(TenantId tenant, @Nullable String after, int limit) {
        return sql.sql(LIST).param("tenant", tenant.value()).param("after", after, Types.VARCHAR).param("limit", limit)
                .query((row, number) -> new TemplateView.Item(row.getString("name"), time(row, "created_at"),
                        time(row, "updated_at")))
                .list();
    }

    /**
     * Lays a job over the template that it names; one that names none stays as it is. The result still names it, so that
     * it can be told where it came from. It throws {@link ProblemException} if there is no such template.
     */
    public UnaryOperator<JsonNode> of(TenantId tenant) {
        return job -> job instanceof ObjectNode object && object.path(MEMBER).isString()
                ? Overlay.of(object, base(tenant, object.path(MEMBER).stringValue()))
                : job;
    }

    private ObjectNode base(TenantId tenant, String name) {
        return find(tenant, name).map(template -> TemplateSecret.opened((ObjectNode) template.spec(), sealer, tenant,
                name)).orElseThrow(() -> {
                    List<String> names = list(tenant, null, NAMES_COMPARED).stream().map(TemplateView.Item::name)
                            .toList();
                    return new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/" + MEMBER,
                            "There is no template of this name.%s".formatted(DidYouMean.among(names, name))));
                });
    }

    private static TemplateView view(ResultSet row) throws SQLException {
        return new TemplateView(row.getString("name"), time(row, "created_at"), time(row, "updated_at"),
                Json.MAPPER.readTree(row.getString("spec")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
