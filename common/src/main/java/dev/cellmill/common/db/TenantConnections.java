package dev.cellmill.common.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cellmill.common.id.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool whose connections work for whoever takes them: in the role that is bound to a tenant's rows while a request of that
 * tenant is served ({@link RequestTenant}), else in the service's own. A connection remembers whom it last worked for, so
 * that only a change costs a statement. One that could not be told is not handed out.
 */
public final class TenantConnections extends DelegatingDataSource {
    static final String REQUEST_ROLE = "cellmill_request";

    private final String serviceRole;
    /** By identity. One that is missing has to be told. */
    private final Cache<PGConnection, Worker> workers = Caffeine.newBuilder().weakKeys().build();

    /** @param tenant empty for none */
    private record Worker(String role, String tenant) {}

    /** @param pool whose connections commit each statement when they are taken, and are PostgreSQL's */
    public TenantConnections(DataSource pool, String serviceRole) {
        super(pool);
        this.serviceRole = serviceRole;
    }

    /** @throws RoleRefused if the pool's user may not take the role */
    @Override
    public Connection getConnection() throws SQLException {
        Worker wanted = RequestTenant.current().map(TenantId::value).map(tenant -> new Worker(REQUEST_ROLE, tenant))
                .orElseGet(() -> new Worker(serviceRole, ""));
        Connection connection = super.getConnection();
        try {
            PGConnection physical = connection.unwrap(PGConnection.class);
            if (!wanted.equals(workers.getIfPresent(physical))) {
                workers.invalidate(physical);
                ServiceRole.take(connection, wanted.role(), wanted.tenant());
                workers.put(physical, wanted);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Another user's connections would be bound to nothing. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections are the pool's user's");
    }
}
