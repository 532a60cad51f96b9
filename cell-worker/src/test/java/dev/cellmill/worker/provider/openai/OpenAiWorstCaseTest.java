package dev.cellmill.worker.provider.openai;

import dev.cellmill.worker.provider.chat.ChatProtocol;
import dev.cellmill.worker.provider.chat.Structured;
import dev.cellmill.worker.provider.chat.WorstCaseContract;

class OpenAiWorstCaseTest extends WorstCaseContract {
    @Override
    protected ChatProtocol protocol() {
        return new ChatCompletions("max_completion_tokens", Structured.SCHEMA, true);
    }
}
