package dev.cellmill.common.describe;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the calls, once for all services of a context. */
@Configuration(proxyBeanMethods = false)
public class DescriptionModule {
    /** The cookie of who has signed in. */
    public static final String COOKIE = "cellmill_key";

    private static final String KEY = "key";
    private static final String SESSION = "session";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                // wherever the document was read from, and not what a request says its host is
                .servers(List.of(new Server().url("/")))
                .info(new Info().title("Cellmill").version("1").license(new License().name("Apache-2.0").identifier(
                        "Apache-2.0"))
                        .description("Fills the empty columns of a table. Errors are problem details (RFC 9457)"
                                + " whose type is from a closed list; lists go on from ?cursor."))
                .components(new Components().addSecuritySchemes(KEY, new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("cm_<id>_<secret>")
                        .description(
                                "Needed once there is a key; without any, requests are answered on loopback only."))
                        .addSecuritySchemes(SESSION, new SecurityScheme().type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE).name(COOKIE)
                                .description("From POST /v1/session; it counts for this server's own page only.")))
                // any of the three: none where no key is configured
                .security(List.of(new SecurityRequirement().addList(KEY),
                        new SecurityRequirement().addList(SESSION), new SecurityRequirement()));
    }

    @Bean
    DescribeCalls describeCalls() {
        return new DescribeCalls();
    }
}
