package dev.cellmill.benchmark;

import dev.cellmill.benchmark.LabelledTexts.LabelledText;
import dev.cellmill.classify.ClassifyModule;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedStep.Example;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderFactory;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** The provider {@code classify} as the worker has it, without the worker. */
final class ClassifierAlone implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
            ClassifyModule.class);
    private final Provider provider = context.getBean(ProviderFactory.class).create(
            new ProviderSettings("classify", JsonNodeFactory.instance.objectNode(), "", null, Set.of(), false, null));
    private final ExecutorService threads = Executors.newFixedThreadPool(provider.profile().limits().concurrency());

    /** As many at once as the provider takes. */
    List<Judgement> judge(List<LabelledText> texts, List<String> labels, List<Example> examples) throws Exception {
        List<Callable<Judgement>> calls = texts.stream()
                .map(text -> (Callable<Judgement>) () -> judge(text, labels, examples))
                .toList();
        return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
    }

    private Judgement judge(LabelledText text, List<String> labels, List<Example> examples) {
        var request = new ProviderRequest(null, null, null, examples, Map.of("text", text.text()), Map.of(), Map.of(),
                null, new OutputType(OutputType.Kind.ENUM, labels, null), Duration.ofSeconds(90), false);
        return switch (provider.call(request)) {
            case ProviderOutcome.Success success -> new Judgement(
                    success.answer().get("label").stringValue().equals(text.label()), success.confidence());
            case ProviderOutcome.Failure failure -> throw new IllegalStateException(failure.message());
        };
    }

    @Override
    public void close() {
        threads.close();
        context.close();
    }
}
