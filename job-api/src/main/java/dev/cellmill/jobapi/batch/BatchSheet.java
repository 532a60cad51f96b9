package dev.cellmill.jobapi.batch;

import dev.cellmill.common.batch.BatchLine;

/** How a batch's sheet and job are worded. */
final class BatchSheet {
    /** Of its job, with the batch's id. */
    static final String LABEL = BatchLine.LABEL;

    static final String CUSTOM_ID = "custom_id";
    static final String BODY = "body";
    /** The column that its job fills. */
    static final String RESPONSE = "response";

    private BatchSheet() {}
}
