package dev.cellmill.jobapi.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far to trust an average, by the calls that it is of: from 100 on high, from 10 on medium, else low. */
public enum Confidence {
    @JsonProperty("high")
    HIGH, @JsonProperty("medium")
    MEDIUM, @JsonProperty("low")
    LOW;

    private static final long MANY = 100;
    private static final long SOME = 10;

    public static Confidence of(long sampleSize) {
        if (sampleSize >= MANY) {
            return HIGH;
        }
        return sampleSize >= SOME ? MEDIUM : LOW;
    }
}
