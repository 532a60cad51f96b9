package dev.cellmill.jobapi.job;

import dev.cellmill.common.page.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The providers that jobs may name. */
@RestController
@Tag(name = "Providers")
class ProviderController {
    private final DSLContext db;
    private final Providers providers;

    ProviderController(DSLContext db, Providers providers) {
        this.db = db;
        this.providers = providers;
    }

    @Operation(summary = "List the providers that workers have announced")
    @GetMapping("/v1/providers")
    Page<ProviderView> list() {
        Map<String, ProviderView.Health> held = providers.held(db);
        Map<String, ProviderView.Figures> figures = providers.figures(db);
        return new Page<>(providers.announced(db).values().stream()
                .map(profile -> ProviderView.of(profile,
                        held.getOrDefault(profile.name(), ProviderView.Health.UP),
                        figures.getOrDefault(profile.name(), ProviderView.Figures.NONE)))
                .toList(), null);
    }
}
