package dev.cellmill.classify;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model of three directions, X, Y and Z, and what lies between: a text points to those of them that it names. */
final class Corners implements TextVectors {
    final AtomicInteger texts = new AtomicInteger();

    @Override
    public Vector of(String text) {
        texts.incrementAndGet();
        var components = new float[3];
        for (int i = 0; i < text.length(); i++) {
            int corner = "XYZ".indexOf(text.charAt(i));
            if (corner >= 0) {
                components[corner]++;
            }
        }
        return Vector.mean(List.of(new Vector(components)));
    }
}
