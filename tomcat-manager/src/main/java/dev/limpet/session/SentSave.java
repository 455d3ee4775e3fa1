package dev.limpet.session;

import java.util.concurrent.CompletableFuture;

/**
 * A save on its way.
 *
 * @param at when it was sent
 * @param tellsUse whether it tells the store of the use
 */
record SentSave(
        SessionEntry entry,
        Copy copy,
        Snapshot snapshot,
        Moment at,
        boolean tellsUse,
        TimeSource time,
        CompletableFuture<SessionStore.Outcome> answer) {

    /**
     * What the answer means for the copy and its entry; not for {@link SessionStore.Renamed}, after which another answer has to be asked for.
     *
     * @throws OvertakenException nothing was applied; the copy is detached, or dead if its session was to be made
     */
    void settle(SessionStore.Outcome outcome) {
        if (outcome instanceof SessionStore.Applied applied) {
            copy.content().saved(snapshot);
            if (copy.isCreated()) {
                entry.saved(copy, at, tellsUse, time.now());
            } else {
                entry.created(copy, applied.epoch(), at, time.now());
            }
        } else if (outcome instanceof SessionStore.MovedOn movedOn) {
            copy.content().saved(snapshot);
            entry.movedOn(copy, movedOn.epoch());
        } else if (outcome instanceof SessionStore.Overtaken overtaken) {
            entry.detach(copy);
            throw OvertakenException.by(copy, overtaken.name());
        } else {
            entry.gone(copy);
            if (!copy.isCreated()) {
                throw new OvertakenException("session " + SessionHash.of(copy.id())
                        + " was not made: another one has this id, made meanwhile or not yet cleared away");
            }
        }
    }
}
