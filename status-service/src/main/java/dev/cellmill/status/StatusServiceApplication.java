package dev.cellmill.status;

import dev.cellmill.common.log.LogFormat;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The service as a process of its own, on port 8082. Not a component, so that a scan of this package passes it over. */
@EnableAutoConfiguration
@Import(StatusServiceModule.class)
public class StatusServiceApplication {

    public static void main(String... arguments) {
        new SpringApplicationBuilder(StatusServiceApplication.class)
                .properties("spring.config.name=cellmill,status-service", LogFormat.PROPERTY)
                .run(arguments);
    }
}
