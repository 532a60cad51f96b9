package dev.cellmill.classify;

import java.util.Collection;
import java.util.List;

/** A direction: its components, of length 1 together. Immutable; whoever makes one gives its array away. */
record Vector(float[] components) {

    /** The direction of the sum; that of nothing is no direction, and alike to none. */
    static Vector mean(float[][] vectors) {
        var sum = new float[vectors[0].length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        return normalized(sum);
    }

    static Vector mean(Collection<Vector> vectors) {
        return mean(List.copyOf(vectors).stream().map(Vector::components).toArray(float[][]::new));
    }

    private static Vector normalized(float[] sum) {
        double squares = 0;
        for (float component : sum) {
            squares += component * component;
        }
        float length = squares == 0 ? 1 : (float) Math.sqrt(squares);
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= length;
        }
        return new Vector(sum);
    }

    /** The cosine of the angle between them: 1 for the same direction, about 0 for what has nothing in common. */
    double alike(Vector other) {
        double product = 0;
        for (int i = 0; i < components.length; i++) {
            product += components[i] * other.components[i];
        }
        return product;
    }
}
