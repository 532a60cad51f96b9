package dev.cellmill.worker.provider.anthropic;

import dev.cellmill.worker.provider.chat.ChatProtocol;
import dev.cellmill.worker.provider.chat.WorstCaseContract;

class AnthropicWorstCaseTest extends WorstCaseContract {
    @Override
    protected ChatProtocol protocol() {
        return new Messages(true);
    }
}
