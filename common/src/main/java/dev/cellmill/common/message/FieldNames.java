package dev.cellmill.common.message;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** The names of the fields of tasks and events, encoded once: a cell's messages have some sixty of them. */
final class FieldNames {
    static final SerializableString ANSWER = new SerializedString("answer");
    static final SerializableString AT = new SerializedString("at");
    static final SerializableString ATTEMPTS = new SerializedString("attempts");
    static final SerializableString AT_RISK = new SerializedString("atRisk");
    static final SerializableString BELOW_THRESHOLD = new SerializedString("belowThreshold");
    static final SerializableString BEST = new SerializedString("best");
    static final SerializableString BLOCK = new SerializedString("block");
    static final SerializableString CELL = new SerializedString("cell");
    static final SerializableString CELLS = new SerializedString("cells");
    static final SerializableString COLUMN = new SerializedString("column");
    static final SerializableString CONFIDENCE = new SerializedString("confidence");
    static final SerializableString COST = new SerializedString("cost");
    static final SerializableString DISPATCH = new SerializedString("dispatch");
    static final SerializableString ERROR = new SerializedString("error");
    static final SerializableString FINGERPRINT = new SerializedString("fingerprint");
    static final SerializableString INPUTS = new SerializedString("inputs");
    static final SerializableString INPUT_TOKENS = new SerializedString("inputTokens");
    static final SerializableString JOB = new SerializedString("job");
    static final SerializableString LANE = new SerializedString("lane");
    static final SerializableString LATENCY_MILLIS = new SerializedString("latencyMillis");
    static final SerializableString MODEL = new SerializedString("model");
    static final SerializableString NAME = new SerializedString("name");
    static final SerializableString NEXT_LANE = new SerializedString("nextLane");
    static final SerializableString OUTPUT_TOKENS = new SerializedString("outputTokens");
    static final SerializableString PACED = new SerializedString("paced");
    static final SerializableString POSITION = new SerializedString("position");
    static final SerializableString PROVIDER = new SerializedString("provider");
    static final SerializableString REASON = new SerializedString("reason");
    static final SerializableString RESENT = new SerializedString("resent");
    static final SerializableString RESERVATION = new SerializedString("reservation");
    static final SerializableString RETURNED = new SerializedString("returned");
    static final SerializableString ROW = new SerializedString("row");
    static final SerializableString ROWS = new SerializedString("rows");
    static final SerializableString RUN = new SerializedString("run");
    static final SerializableString SAVED = new SerializedString("saved");
    static final SerializableString SERVED_BY = new SerializedString("servedBy");
    static final SerializableString SHEET = new SerializedString("sheet");
    static final SerializableString STEP = new SerializedString("step");
    static final SerializableString TENANT = new SerializedString("tenant");
    static final SerializableString TRACE = new SerializedString("trace");
    static final SerializableString TYPE = new SerializedString("type");
    static final SerializableString USAGE = new SerializedString("usage");
    static final SerializableString VALUE = new SerializedString("value");
    static final SerializableString VERSION = new SerializedString("version");
    static final SerializableString WORKER = new SerializedString("worker");
    static final SerializableString WRITTEN = new SerializedString("written");

    private FieldNames() {}
}
