package dev.cellmill.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Every table that there is, found in the catalog, with a row of each of two tenants: so one that a migration adds and does
 * not bind breaks this. The rows have nothing but their tenant, so what tables demand of rows is dropped first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowSecurityIT {
    private static final String TABLES = """
            SELECT format('%s.%s', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname NOT IN ('pg_catalog', 'information_schema', 'public')
              AND nspname NOT LIKE 'pg\\_%' ORDER BY 1
            """;
    private static final String HAS_TENANT = """
            SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attname = 'tenant')
            """;
    private static final List<String> SERVICES = List.of("cellmill_job_api", "cellmill_worker", "cellmill_status",
            "cellmill_service");
    /** The operator's, which every tenant may know. */
    private static final Set<String> SHARED = Set.of("worker.provider", "worker.provider_state",
            "worker.provider_figures");
    private static final TenantId ACME = new TenantId("acme");

    private TestDatabase database;
    private JdbcClient owner;

    @BeforeAll
    void twoTenantsInEveryTable() {
        database = Backends.newDatabase();
        Schema.migrate(database.dataSource());
        owner = JdbcClient.create(database.dataSource());
        tables().filter(this::hasTenant).forEach(table -> {
            dropConstraints(table);
            owner.sql("INSERT INTO %s (tenant) VALUES ('acme'), ('globex')".formatted(table)).update();
        });
    }

    Stream<String> tables() {
        return owner.sql(TABLES).query(String.class).list().stream();
    }

    private boolean hasTenant(String table) {
        return owner.sql(HAS_TENANT).param("table", table).query(Boolean.class).single();
    }

    private void dropConstraints(String table) {
        for (String kind : List.of("p", "n", "c")) {
            owner.sql("SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype = :kind")
                    .param("table", table).param("kind", kind).query(String.class).list().forEach(constraint -> owner
                            .sql("ALTER TABLE %s DROP CONSTRAINT \"%s\"".formatted(table, constraint)).update());
        }
    }

    @Test
    void thereAreTablesOfTenants() {
        assertThat(tables().filter(this::hasTenant)).contains("intake.sheet", "jobs.job", "status.cell")
                .hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aRequestThatForgetsItsWhereSeesAndChangesItsOwnRowsOnly(String table) {
        if (!hasTenant(table)) {
            assertHidden(table);
            return;
        }
        assertThat(asRequest("SELECT tenant FROM %s".formatted(table))).containsExactly("acme");
        assertThat(changed(table, "UPDATE %s SET tenant = tenant")).isLessThanOrEqualTo(1);
        assertThat(changed(table, "DELETE FROM %s")).isLessThanOrEqualTo(1);
        assertThatThrownBy(() -> changed(table, "INSERT INTO %s (tenant) VALUES ('globex')"))
                .rootCause().message().containsAnyOf("row-level security", "permission denied");
        assertThatThrownBy(() -> changed(table, "UPDATE %s SET tenant = 'globex'"))
                .rootCause().message().containsAnyOf("row-level security", "permission denied");
        assertThat(owner.sql("SELECT tenant FROM %s WHERE tenant = 'globex'".formatted(table)).query(String.class)
                .list()).hasSize(1);
    }

    /** Nothing of a table that names no tenant, but for what is everyone's, and that is only read. */
    private void assertHidden(String table) {
        if (SHARED.contains(table)) {
            assertThat(asRequest("SELECT count(*) FROM %s".formatted(table))).hasSize(1);
        } else {
            assertThatExceptionOfType(BadSqlGrammarException.class)
                    .isThrownBy(() -> asRequest("SELECT count(*) FROM %s".formatted(table)))
                    .withStackTraceContaining("permission denied");
        }
        assertThatExceptionOfType(BadSqlGrammarException.class)
                .isThrownBy(() -> changed(table, "DELETE FROM %s"))
                .withStackTraceContaining("permission denied");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void withoutATenantARequestsRoleSeesNothing(String table) throws SQLException {
        if (hasTenant(table)) {
            try (var connection = database.dataSource().getConnection()) {
                ServiceRole.take(connection, TenantConnections.REQUEST_ROLE);
                assertThat(JdbcClient.create(new SingleConnectionDataSource(connection, true))
                        .sql("SELECT tenant FROM %s".formatted(table)).query(String.class).list()).isEmpty();
            }
        }
    }

    @Test
    void theBackgroundWorkOfEachServiceSeesAllTenants() {
        for (String role : SERVICES) {
            var client = JdbcClient.create(new TenantConnections(database.dataSource(), role));
            for (String table : List.of("intake.sheet_row", "jobs.job", "status.cell", "access.api_key")) {
                assertThat(client.sql("SELECT tenant FROM %s".formatted(table)).query(String.class).list()).as(role)
                        .containsExactlyInAnyOrder("acme", "globex");
            }
        }
    }

    @Test
    void eachServiceWritesItsOwnTablesOnly() {
        assertThat(mayInsert("intake.sheet")).containsExactlyInAnyOrder("cellmill_job_api", "cellmill_service");
        assertThat(mayInsert("worker.response_cache")).containsExactlyInAnyOrder("cellmill_worker", "cellmill_service");
        assertThat(mayInsert("status.cell")).containsExactlyInAnyOrder("cellmill_status", "cellmill_service");
        assertThat(mayInsert("access.api_key")).isEmpty();
    }

    private List<String> mayInsert(String table) {
        return SERVICES.stream().filter(role -> owner.sql("SELECT has_table_privilege(:role, :table, 'INSERT')")
                .param("role", role).param("table", table).query(Boolean.class).single()).toList();
    }

    @Test
    void theOperatorsRequestsSeeEveryTenantsKeysButNoHashes() throws Exception {
        var requests = JdbcClient.create(new TenantConnections(database.dataSource(), "cellmill_job_api"));
        assertThat(RequestTenant.call(TenantId.DEFAULT,
                () -> requests.sql("SELECT tenant FROM access.api_key").query(String.class).list())).hasSize(2);
        assertThatThrownBy(() -> RequestTenant.call(TenantId.DEFAULT,
                () -> requests.sql("SELECT secret_hash FROM access.api_key").query().listOfRows()))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void ofAKeyRequestsChangeOnlyThatItIsRevoked() {
        assertThat(owner.sql("""
                SELECT attname FROM pg_attribute WHERE attrelid = 'access.api_key'::regclass AND attnum > 0
                    AND has_column_privilege('cellmill_request', attrelid, attnum, 'UPDATE')
                """).query(String.class).list()).containsExactly("revoked_at");
        assertThat(owner.sql("SELECT has_table_privilege('cellmill_request', 'access.api_key', 'DELETE')")
                .query(Boolean.class).single()).isFalse();
    }

    @Test
    void requestsReachANewTableOnlyOnceItIsBound() {
        owner.sql("CREATE TABLE jobs.made_by_this_test (tenant text)").update();
        try {
            String reached = "SELECT has_table_privilege('cellmill_request', 'jobs.made_by_this_test', 'SELECT, INSERT')";
            assertThat(owner.sql(reached).query(Boolean.class).single()).isFalse();
            owner.sql("SELECT access.bind_to_tenant('jobs.made_by_this_test')").query().singleRow();
            assertThat(owner.sql(reached).query(Boolean.class).single()).isTrue();
        } finally {
            owner.sql("DROP TABLE jobs.made_by_this_test").update();
        }
    }

    @Test
    void theRolesOwnNothingAndLeadNowhere() {
        for (String role : Stream.concat(SERVICES.stream(), Stream.of(TenantConnections.REQUEST_ROLE)).toList()) {
            assertThat(owner.sql("""
                    SELECT (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
                        + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)
                        + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid)
                        + (SELECT count(*) FROM pg_database WHERE datdba = r.oid)
                    FROM pg_roles r WHERE rolname = :role
                        AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin)
                    """).param("role", role).query(Integer.class).single()).as(role).isZero();
            assertThat(owner.sql("""
                    SELECT rolname FROM pg_roles WHERE pg_has_role(:role, oid, 'MEMBER') AND rolname <> :role
                    """).param("role", role).query(String.class).list()).as(role)
                    .isSubsetOf(SERVICES);
        }
    }

    /** As ARCHITECTURE.md advises: a login that owns nothing and may only take the roles. */
    @Test
    void aLoginThatOnlyTakesTheRolesWorksAndReachesNothingElse() throws Exception {
        String login = "login_" + UUID.randomUUID().toString().replace("-", "");
        owner.sql("CREATE ROLE %s LOGIN NOINHERIT PASSWORD 'secret'".formatted(login)).update();
        try {
            var given = new TestDatabase(database.url(), login, "secret");
            assertThatExceptionOfType(RoleRefused.class)
                    .isThrownBy(() -> new TenantConnections(given.dataSource(), "cellmill_status").getConnection())
                    .withMessageContaining("GRANT cellmill_request, cellmill_status TO \"%s\"", login);
            owner.sql("GRANT cellmill_request, cellmill_status TO %s WITH INHERIT FALSE, SET TRUE".formatted(login))
                    .update();
            var services = JdbcClient.create(new TenantConnections(given.dataSource(), "cellmill_status"));
            assertThat(services.sql("SELECT tenant FROM status.cell").query(String.class).list()).hasSize(2);
            assertThat(RequestTenant.call(ACME,
                    () -> services.sql("SELECT tenant FROM status.cell").query(String.class).list())).hasSize(1);
            for (String beyond : List.of("SET ROLE cellmill_job_api", "SET ROLE \"%s\"".formatted(database.user()),
                    "ALTER TABLE status.cell DISABLE ROW LEVEL SECURITY", "SELECT FROM pg_authid",
                    "RESET ROLE; SELECT FROM status.cell", "SELECT access.bind_to_tenant('status.cell')")) {
                assertThatThrownBy(() -> services.sql(beyond).update()).as(beyond)
                        .hasStackTraceContaining("ERROR: ");
            }
        } finally {
            owner.sql("DROP ROLE " + login).update();
        }
    }

    /** Whoever migrates need be no superuser; where the roles are another's, that one is asked for them in SQL. */
    @Test
    void aUserThatMayNotGrantTheRolesIsToldWhatToRun() {
        String name = "owner_" + UUID.randomUUID().toString().replace("-", "");
        owner.sql("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(name)).update();
        owner.sql("CREATE DATABASE %1$s OWNER %1$s".formatted(name)).update();
        try {
            var theirs = new TestDatabase(database.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name + "$1"), name,
                    "secret");
            String grant = "GRANT cellmill_request, cellmill_job_api, cellmill_worker, cellmill_status, cellmill_service TO %s WITH INHERIT FALSE"
                    .formatted(name);
            assertThatThrownBy(() -> Schema.migrate(theirs.dataSource()))
                    .hasMessageContaining("%s may not make or grant the roles that Cellmill needs", name)
                    .hasMessageContaining(grant);
            owner.sql(grant).update();
            Schema.migrate(theirs.dataSource());
            var services = JdbcClient.create(new TenantConnections(theirs.dataSource(), "cellmill_service"));
            assertThat(services.sql("SELECT count(*) FROM status.cell").query(Integer.class).single()).isZero();
            assertThatThrownBy(() -> services.sql("DROP TABLE status.cell").update())
                    .hasStackTraceContaining("must be owner");
        } finally {
            owner.sql("DROP DATABASE %s WITH (FORCE)".formatted(name)).update();
            owner.sql("DROP ROLE " + name).update();
        }
    }

    @Test
    void aConnectionNeverKeepsTheTenantItLastServed() throws Exception {
        try (var one = database.dataSource().getConnection()) {
            var pool = new TenantConnections(new SingleConnectionDataSource(one, true), "cellmill_job_api");
            var client = JdbcClient.create(pool);
            String served = "SELECT current_user || ' ' || current_setting('cellmill.tenant')";
            for (String tenant : List.of("acme", "acme", "globex")) {
                assertThat(RequestTenant.call(new TenantId(tenant), () -> client.sql(served).query(String.class)
                        .single())).isEqualTo("cellmill_request " + tenant);
            }
            assertThat(client.sql(served).query(String.class).single()).isEqualTo("cellmill_job_api ");
            assertThat(RequestTenant.call(ACME, () -> RequestTenant.asService(
                    () -> client.sql(served).query(String.class).single()))).isEqualTo("cellmill_job_api ");
        }
    }

    private List<String> asRequest(String statement) {
        var requests = JdbcClient.create(new TenantConnections(database.dataSource(), "cellmill_job_api"));
        return RequestTenant.call(ACME, () -> requests.sql(statement).query(String.class).list());
    }

    /** As it would be changed; nothing is. What a request may not do at all changes nothing. */
    private int changed(String table, String statement) {
        String rolledBack = statement.formatted(table);
        try (var connection = database.dataSource().getConnection()) {
            ServiceRole.take(connection, TenantConnections.REQUEST_ROLE, ACME.value());
            connection.setAutoCommit(false);
            int changed = JdbcClient.create(new SingleConnectionDataSource(connection, true)).sql(rolledBack).update();
            connection.rollback();
            return changed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (BadSqlGrammarException e) {
            if (statement.startsWith("INSERT") || statement.contains("'globex'") || !hasTenant(table)) {
                throw e;
            }
            return 0;
        }
    }
}
