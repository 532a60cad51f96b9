package dev.cellmill.common.service;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets names with a slash or a backslash stand in a path, as {@code %2F} and {@code %5C}, which Tomcat otherwise refuses.
 * They stay encoded until the path has been taken apart, so they never part it.
 */
@Configuration(proxyBeanMethods = false)
public class EncodedSlashes {

    @Bean
    TomcatConnectorCustomizer encodedSlashesStay() {
        return connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        };
    }
}
