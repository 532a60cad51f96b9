package dev.cellmill.status.readside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.access.KeyText;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tenants with keys on the server that all tests share; none are left behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantsIT {
    private static final String OPEN = "/v1/status/jobs/" + new UUID(0, 0);

    private String acme;
    private String globex;
    private StoredSheet sheet;
    private StoredJob job;

    @BeforeAll
    void makeKeys() {
        acme = stored("acme");
        globex = stored("globex");
        sheet = StoredSheet.of("acme", List.of("name"), List.of(List.of("Ada")));
        job = sheet.job(1, "size").done(0, "size", "7");
        job.count();
        await().until(() -> ReadSide.SERVER.get(OPEN).statusCode() == 401);
    }

    @AfterAll
    void removeKeys() {
        ReadSide.SERVER.database().sql("DELETE FROM access.api_key").update();
        await().until(() -> ReadSide.SERVER.get(OPEN).statusCode() == 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/status/jobs/{job}", "/v1/status/jobs/{job}/rows", "/v1/status/jobs/{job}/cells",
            "/v1/status/jobs/{job}/results", "/v1/status/sheets/{sheet}/results",
            "/v1/status/sheets/{sheet}/rows", "/v1/status/cells/{sheet}/0/size"})
    void anIdIsAnsweredToItsOwnerAndUnknownToOthers(String path) {
        String real = path.replace("{job}", job.id().toString()).replace("{sheet}", sheet.id().toString());
        String unknown = path.replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        assertThat(ReadSide.SERVER.ask(real, acme, "GET").statusCode()).isEqualTo(200);
        HttpResponse<String> others = ReadSide.SERVER.ask(real, globex, "GET");
        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(others.body()).isEqualTo(ReadSide.SERVER.ask(unknown, globex, "GET").body());
        HttpResponse<String> nobodys = ReadSide.SERVER.get(real);
        assertThat(nobodys.statusCode()).isEqualTo(401);
        assertThat(nobodys.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void anotherTenantsJobIsNeitherAuditedNorRepaired() {
        for (String path : List.of("/v1/status/jobs/%s/audit", "/v1/status/jobs/%s/audit/repair")) {
            boolean repair = path.endsWith("repair");
            String unknown = UUID.randomUUID().toString();
            var others = ReadSide.SERVER.ask(path.formatted(job.id()), globex, repair ? "POST" : "GET");
            assertThat(others.statusCode()).isEqualTo(404);
            assertThat(others.body()).isEqualTo(
                    ReadSide.SERVER.ask(path.formatted(unknown), globex, repair ? "POST" : "GET").body());
        }
    }

    private static String stored(String tenant) {
        KeyText key = KeyText.next();
        ReadSide.SERVER.database().sql("""
                INSERT INTO access.api_key (id, tenant, secret_hash, created_at) VALUES (:id, :tenant, :hash, now())
                """).param("id", key.id()).param("tenant", tenant).param("hash", key.secretHash()).update();
        return key.whole();
    }
}
