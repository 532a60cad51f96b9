package dev.cellmill.classify;

import ai.onnxruntime.OrtException;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.SharedSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Kind {@code classify}. All its providers share one model. */
final class ClassifierFactory implements ProviderFactory, AutoCloseable {
    private static final String KIND = "classify";
    private static final List<String> INPUTS = List.of("text");

    /** More calls at once than these only wait for each other. */
    private final int cores = Runtime.getRuntime().availableProcessors();

    private final LazyModel model = new LazyModel();
    private final Judge judge = new Judge(model);
    private final ExecutorService threads = Executors.newFixedThreadPool(cores,
            Thread.ofPlatform().daemon().name("classify-", 0).factory());
    private final @Nullable String absence;

    /** @param absence why no model can run here, as a clause; null if one can */
    ClassifierFactory(@Nullable String absence) {
        this.absence = absence;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean isBuiltIn() {
        return true;
    }

    @Override
    public Provider create(ProviderSettings settings) {
        SettingsReader reader = SettingsReader.of(settings);
        // a lane of its own: the other local providers answer in microseconds, and would wait behind
        SharedSettings shared = SharedSettings.read(reader, SharedSettings.ownLane(settings.name()), cores,
                SharedSettings.NO_CACHE);
        reader.refuseOtherKeys();
        return new Classifier(profile(settings, shared), judge, threads);
    }

    private ProviderProfile profile(ProviderSettings settings, SharedSettings shared) {
        return new ProviderProfile(
                settings.name(),
                KIND,
                ProviderFamily.CLASSIFIER,
                shared.lane(),
                settings.configHash(),
                settings.missingVariable(),
                INPUTS,
                INPUTS,
                List.of(),
                List.of("label", "confidence", "scores"),
                Map.of(),
                null,
                settings.isDefault(),
                shared.limits(),
                BigDecimal.ZERO,
                shared.cache(),
                absence);
    }

    @Override
    public void close() throws OrtException {
        threads.close();
        model.close();
    }
}
