package dev.cellmill.common.secret;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sealer of the configured keys, once for all services of a context. */
@Configuration(proxyBeanMethods = false)
public class SecretsModule {

    /** The key is bound here and nowhere else, so that no listing of settings holds it. */
    @Bean
    Sealer sealer(@Value("${cellmill.secrets.key}") String keys) {
        return Sealer.of(keys);
    }
}
