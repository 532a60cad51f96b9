package dev.cellmill.worker.provider;

import java.util.Collection;
import java.util.Optional;

/** The providers of this worker, by name. */
public interface ProviderRegistry {

    Optional<Provider> find(String name);

    Collection<Provider> all();
}
