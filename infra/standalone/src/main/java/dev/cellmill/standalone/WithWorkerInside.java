package dev.cellmill.standalone;

import dev.cellmill.jobapi.JobApiModule;
import dev.cellmill.status.StatusServiceModule;
import dev.cellmill.worker.CellWorkerModule;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The three services in one context. */
@EnableAutoConfiguration
@Import({StandaloneModule.class, JobApiModule.class, CellWorkerModule.class, StatusServiceModule.class})
class WithWorkerInside {}
