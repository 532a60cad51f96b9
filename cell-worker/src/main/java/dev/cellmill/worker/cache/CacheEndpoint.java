package dev.cellmill.worker.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What an operator sees and clears of the response cache of this worker. */
@RestController
@RequestMapping("/v1/cache")
class CacheEndpoint {
    private final ResponseCache cache;

    CacheEndpoint(ResponseCache cache) {
        this.cache = cache;
    }

    @GetMapping("/stats")
    Map<String, ResponseCache.Figures> stats() {
        return Map.of("memory", cache.figures());
    }

    /** Without a provider, all answers are forgotten. */
    @DeleteMapping
    Map<String, Integer> forget(@RequestParam(required = false) @Nullable String provider) {
        return Map.of("forgotten", cache.forget(provider));
    }
}
