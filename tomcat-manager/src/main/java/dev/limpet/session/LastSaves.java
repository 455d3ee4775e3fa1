package dev.limpet.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a node saves when it stops: however many sessions, some on their way at a time, each with the budget of a request. One that cannot be saved is reported
 * and keeps no other from it; only a store that does not answer ends it all. One thread.
 */
public final class LastSaves {

    private static final int AT_ONCE = 100;

    private final SessionNode node;
    private final BiConsumer<Copy, RuntimeException> failed;

    /** @param failed hears of each copy that cannot be saved, and why */
    public LastSaves(SessionNode node, BiConsumer<Copy, RuntimeException> failed) {
        this.node = node;
        this.failed = failed;
    }

    /** @throws StoreUnavailableException the store does not answer; the rest is not tried */
    public void save(List<Copy> copies) {
        for (int from = 0; from < copies.size(); from += AT_ONCE) {
            saveTogether(copies.subList(from, Math.min(from + AT_ONCE, copies.size())));
        }
    }

    private void saveTogether(List<Copy> copies) {
        List<BegunSave> sent = new ArrayList<>(copies.size());
        for (Copy copy : copies) {
            sent.add(begin(copy));
        }
        for (int i = 0; i < copies.size(); i++) {
            complete(copies.get(i), sent.get(i));
        }
    }

    /** @return null: it is not on its way, and {@code complete} has to do it all, or to say why it cannot be done */
    private BegunSave begin(Copy copy) {
        try {
            return node.begin(copy);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void complete(Copy copy, BegunSave sent) {
        Budget budget = node.budget();
        try {
            if (sent != null) {
                sent.finish(budget);
            }
            node.save(copy, budget);
        } catch (UnsavableException | OvertakenException | IllegalStateException e) {
            failed.accept(copy, e);
        } catch (StoreUnavailableException e) {
            if (!node.isStoreThere(budget)) {
                throw e;
            }
            failed.accept(copy, e);
        }
    }
}
