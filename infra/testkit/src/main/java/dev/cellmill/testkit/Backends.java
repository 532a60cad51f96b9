package dev.cellmill.testkit;

import java.sql.SQLException;
import java.util.UUID;

/**
 * Kafka and PostgreSQL for this JVM's tests: those that the environment names ({@code CELLMILL_TEST_KAFKA_BOOTSTRAP},
 * {@code CELLMILL_TEST_DATABASE_URL}, {@code _USER}, {@code _PASSWORD}), else containers, else embedded ones. Each
 * starts at its first use and ends with the JVM. Topics are shared by all tests: give them names of their own.
 */
public final class Backends {
    private Backends() {}

    public static String kafkaBootstrap() {
        return TestKafka.BOOTSTRAP;
    }

    /** A fresh, empty database. */
    public static TestDatabase newDatabase() {
        TestDatabase server = TestPostgres.SERVER;
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.dataSource().getConnection(); var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database could be made on " + server.url(), e);
        }
        return new TestDatabase(server.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name + "$1"), server.user(),
                server.password());
    }
}
