package dev.cellmill.faults.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which kinds a round has. They are dealt from shuffled decks, one after the other, each with every kind once: so among
 * any so many rounds no kind is missed, which drawing alone would not promise.
 */
record Decks(long seed, List<FaultKind> kinds) {
    private static final int FEWEST = 2;
    private static final int MOST = 3;
    private static final long OF_COUNTS = 0x5EED_C0DEL;

    Decks {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a deck has one kind or more");
        }
    }

    /** @param round from 0 */
    List<FaultKind> of(int round) {
        // read from the beginning, so that a round has the same wherever the series begins
        var counts = new Random(seed ^ OF_COUNTS);
        long from = 0;
        for (int earlier = 0; earlier < round; earlier++) {
            from += counts.nextInt(FEWEST, MOST + 1);
        }
        int count = counts.nextInt(FEWEST, MOST + 1);
        var dealt = new ArrayList<FaultKind>();
        for (long card = from; card < from + count; card++) {
            dealt.add(deck(card / kinds.size()).get((int) (card % kinds.size())));
        }
        return dealt;
    }

    private List<FaultKind> deck(long number) {
        var deck = new ArrayList<>(kinds);
        Collections.shuffle(deck, new Random(seed * 31 + number));
        return deck;
    }
}
