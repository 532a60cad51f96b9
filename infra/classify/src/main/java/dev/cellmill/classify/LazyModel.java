package dev.cellmill.classify;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sentence model, loaded by the first text: most workers never see one. Thread-safe. */
final class LazyModel implements TextVectors, AutoCloseable {
    private @Nullable SentenceModel model;

    /** @throws ModelAbsent if it cannot be loaded here */
    @Override
    public Vector of(String text) {
        return loaded().of(text);
    }

    private synchronized SentenceModel loaded() {
        if (model == null) {
            try {
                model = SentenceModel.load();
            } catch (IOException | OrtException | LinkageError e) {
                throw new ModelAbsent(e);
            }
        }
        return model;
    }

    /** No text may be under way or come later. */
    @Override
    public synchronized void close() throws OrtException {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
