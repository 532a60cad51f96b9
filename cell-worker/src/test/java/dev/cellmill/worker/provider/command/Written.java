package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what an attempt writes. */
final class Written implements AttemptOutput {
    final List<String> answers = new CopyOnWriteArrayList<>();
    final List<String> logs = new CopyOnWriteArrayList<>();
    final List<Integer> codes = new CopyOnWriteArrayList<>();

    @Override
    public void answer(String piece) {
        answers.add(piece);
    }

    @Override
    public void log(String piece) {
        logs.add(piece);
    }

    @Override
    public void exited(int code) {
        codes.add(code);
    }

    String answer() {
        return String.join("", answers);
    }

    String log() {
        return String.join("", logs);
    }
}
