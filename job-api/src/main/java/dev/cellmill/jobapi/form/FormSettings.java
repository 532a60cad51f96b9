package dev.cellmill.jobapi.form;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.forms}: sheets that come together with their jobs. These wait on disk until the form is whole.
 *
 * @param maxSheet bytes of one
 * @param atOnce forms that this process keeps at once; more are told to come again
 */
@ConfigurationProperties(prefix = "cellmill.forms", ignoreUnknownFields = false)
public record FormSettings(@DefaultValue("1GB") DataSize maxSheet, @DefaultValue("8") int atOnce) {
    public FormSettings {
        if (maxSheet.toBytes() < 1 || atOnce < 1) {
            throw new IllegalArgumentException("cellmill.forms.max-sheet and at-once are at least 1, not %d and %d"
                    .formatted(maxSheet.toBytes(), atOnce));
        }
    }
}
