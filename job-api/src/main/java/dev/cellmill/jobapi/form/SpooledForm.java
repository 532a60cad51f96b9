package dev.cellmill.jobapi.form;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request whose form has been read. */
final class SpooledForm extends HttpServletRequestWrapper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledForm.class);

    private final List<SpooledPart> parts;
    private final Runnable afterwards;

    /** @param afterwards done once its parts are closed */
    SpooledForm(HttpServletRequest request, List<SpooledPart> parts, Runnable afterwards) {
        super(request);
        this.parts = List.copyOf(parts);
        this.afterwards = afterwards;
    }

    @Override
    public Collection<Part> getParts() {
        return List.copyOf(parts);
    }

    @Override
    public @Nullable Part getPart(String name) {
        return parts.stream().filter(part -> part.getName().equals(name)).findFirst().orElse(null);
    }

    @Override
    public void close() {
        try {
            parts.forEach(SpooledForm::release);
        } finally {
            afterwards.run();
        }
    }

    static void release(SpooledPart part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.warn("a part of a form could not be closed; its room on disk is free when this process ends", e);
        }
    }
}
