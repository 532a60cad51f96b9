package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ClassifierTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final OutputType LABELS = new OutputType(OutputType.Kind.ENUM, List.of("X", "Y"), null);

    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void theAnswersConfidenceIsTheCells() {
        ProviderOutcome outcome = classifier(new Corners()).call(request(LABELS, Map.of()));

        assertThat(outcome).isInstanceOfSatisfying(ProviderOutcome.Success.class, success -> {
            assertThat(success.answer().get("label").stringValue()).isEqualTo("X");
            assertThat(success.confidence()).isEqualTo(success.answer().get("confidence").doubleValue()).isPositive();
            assertThat(success.cost()).isZero();
        });
    }

    @Test
    void withoutLabelsThereIsNothingToChooseFrom() {
        assertThat(failure(new Corners(), request(OutputType.TEXT, Map.of())).message()).contains("type enum");
    }

    @Test
    void optionsThatCannotBeReadAreNamed() {
        Map<String, JsonNode> options = Map.of("template", NODES.stringNode("no place for it"));

        assertThat(failure(new Corners(), request(LABELS, options)).message()).startsWith("options/template: ");
    }

    @Test
    void aModelThatCannotBeLoadedFailsTheCellAndSaysWhatTheMachineLacks() {
        ProviderOutcome.Failure failure = failure(text -> {
            throw new ModelAbsent(new UnsatisfiedLinkError("libc.so.6 is missing"));
        }, request(LABELS, Map.of()));

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.message()).contains("libc.so.6 is missing").contains("GNU C library");
    }

    @Test
    void anInterruptedCallEndsAtOnceAndLeavesTheModelAlone() throws Exception {
        var never = new CountDownLatch(1);
        try {
            Provider classifier = classifier(text -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return new Corners().of(text);
            });
            Thread.currentThread().interrupt();

            ProviderOutcome outcome = classifier.call(request(LABELS, Map.of()));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcome).isInstanceOfSatisfying(ProviderOutcome.Failure.class,
                    failure -> assertThat(failure.transientFailure()).isTrue());
        } finally {
            never.countDown();
        }
    }

    private ProviderOutcome.Failure failure(TextVectors model, ProviderRequest request) {
        return (ProviderOutcome.Failure) classifier(model).call(request);
    }

    private Provider classifier(TextVectors model) {
        try (var factory = new ClassifierFactory(null)) {
            var settings = new ProviderSettings("classify", NODES.objectNode(), "hash", null, Set.of(), false, null);
            return new Classifier(factory.create(settings).profile(), new Judge(model), threads);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static ProviderRequest request(OutputType output, Map<String, JsonNode> options) {
        return new ProviderRequest(null, null, null, List.of(), Map.of("text", "XXY"), Map.of(), options, null, output,
                Duration.ofSeconds(90), false);
    }
}
