package dev.cellmill.jobapi;

import dev.cellmill.common.log.LogFormat;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The service as a process of its own, on port 8080. Not a component, so that a scan of this package passes it over. */
@EnableAutoConfiguration
@Import(JobApiModule.class)
public class JobApiApplication {

    public static void main(String... arguments) {
        new SpringApplicationBuilder(JobApiApplication.class)
                .properties("spring.config.name=cellmill,job-api", LogFormat.PROPERTY)
                .run(arguments);
    }
}
