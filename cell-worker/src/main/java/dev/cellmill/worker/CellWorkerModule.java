package dev.cellmill.worker;

import dev.cellmill.common.access.AccessModule;
import dev.cellmill.common.service.CommonModule;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this service, for its own application and for the standalone one. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ConfigurationPropertiesScan
@Import({CommonModule.class, AccessModule.class})
public class CellWorkerModule {}
