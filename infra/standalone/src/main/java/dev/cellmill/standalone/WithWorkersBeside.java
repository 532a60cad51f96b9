package dev.cellmill.standalone;

import dev.cellmill.jobapi.JobApiModule;
import dev.cellmill.status.StatusServiceModule;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The services but the worker, which runs in processes of its own. */
@EnableAutoConfiguration
@Import({StandaloneModule.class, JobApiModule.class, StatusServiceModule.class})
class WithWorkersBeside {}
