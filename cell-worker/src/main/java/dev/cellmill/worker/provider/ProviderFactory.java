package dev.cellmill.worker.provider;

/** Makes the providers of one kind. A Spring bean; the registry collects all. */
public interface ProviderFactory {

    /** The {@code kind} of the configuration that this factory answers to. */
    String kind();

    /**
     * @throws InvalidProviderSettings if they do not fit the kind, naming the key and the remedy
     */
    Provider create(ProviderSettings settings);

    /** Whether a provider of this kind is there under the kind's name without any configuration. */
    default boolean isBuiltIn() {
        return false;
    }
}
