package dev.cellmill.common.template;

import java.io.Writer;

/** Gathers text up to a bound; beyond it, {@link RenderedTooLarge}. */
final class BoundedWriter extends Writer {
    private final StringBuilder text = new StringBuilder(128);

    @Override
    public Writer append(CharSequence more) {
        if (text.length() + (long) more.length() > Template.MAX_RENDERED) {
            throw new RenderedTooLarge();
        }
        text.append(more);
        return this;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        append(new String(buffer, offset, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
