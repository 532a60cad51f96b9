package dev.cellmill.common.edge;

import dev.cellmill.common.access.AccessModule;
import dev.cellmill.common.access.Sharing;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Once for all services of a context. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeSettings.class)
public class EdgeModule {

    @Bean
    FilterRegistrationBean<SafeHeaders> safeHeaders() {
        var registration = new FilterRegistrationBean<>(new SafeHeaders());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<ReadableRequest> readableRequest(
            @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems) {
        var registration = new FilterRegistrationBean<>(new ReadableRequest(problems::getObject));
        registration.setOrder(AccessModule.ORDER - 1);
        return registration;
    }

    /** Once it is known whose body it is. */
    @Bean
    FilterRegistrationBean<HeldBodies> heldBodies(EdgeSettings settings, ObjectProvider<Sharing> sharing) {
        var registration = new FilterRegistrationBean<>(new HeldBodies(
                new HeldBytes(settings.bodyMemory().toBytes(), () -> sharing.getObject().now())));
        registration.setOrder(AccessModule.ORDER + 1);
        return registration;
    }

    /** The last word, after whatever else was asked to report errors. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> refusalsAreProblems() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }
}
