package dev.cellmill.classify;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 (Apache-2.0, sentence-transformers), its weights in 8 bits, run by ONNX Runtime: a text becomes a
 * direction in 384 dimensions, and what means alike points alike. Learnt from English texts. Thread-safe; a call uses one
 * thread, the caller's.
 */
final class SentenceModel implements TextVectors, AutoCloseable {
    /** What the model was trained for; more of a text is not read. */
    static final int MOST_TOKENS = 256;

    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces words;

    private SentenceModel(OrtEnvironment environment, OrtSession session, WordPieces words) {
        this.environment = environment;
        this.session = session;
        this.words = words;
    }

    /**
     * Takes about a second, and from then on 100 to 200 MB, most of them outside the heap.
     *
     * @throws LinkageError if the machine has no native library of ONNX Runtime that fits
     */
    static SentenceModel load() throws IOException, OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        try (InputStream weights = resource(WEIGHTS);
                InputStream vocabulary = resource(VOCABULARY);
                var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // the arena keeps what the longest text took, for each thread
            options.setCPUArenaAllocator(false);
            OrtSession session = environment.createSession(weights.readAllBytes(), options);
            return new SentenceModel(environment, session, new WordPieces(vocabulary, MOST_TOKENS));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream file = SentenceModel.class.getResourceAsStream(name);
        if (file == null) {
            throw new IOException(name + " is not on the class path");
        }
        return file;
    }

    @Override
    public Vector of(String text) {
        long[] tokens = words.of(text);
        var ones = new long[tokens.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor ids = tensor(tokens);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[tokens.length]);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            return Vector.mean(((float[][][]) result.get(0).getValue())[0]);
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model cannot be run", e);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[]{1, values.length});
    }
}
