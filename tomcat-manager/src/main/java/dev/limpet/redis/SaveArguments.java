package dev.limpet.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.limpet.session.FieldName;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Save;

/** A save as the script takes it: values in the form in which they will stand, so that the common case has nothing to compute. */
final class SaveArguments {

    private static final long FIRST_EPOCH = 1;
    private static final int MOST_AT_ONCE = 500;
    private static final String USER = FieldName.property("user");

    private final Save save;
    private final byte[] prefix;
    private final StringBuilder kinds = new StringBuilder();
    private final List<Object> set = new ArrayList<>();
    private final List<Object> removed = new ArrayList<>();

    SaveArguments(Save save) {
        this.save = save;
        this.prefix = (epoch() + ":").getBytes(StandardCharsets.US_ASCII);
        StringBuilder removals = new StringBuilder();
        add(FieldName.MAX_INACTIVE, save.changes().get(FieldName.MAX_INACTIVE), removals);
        save.changes().forEach((field, change) -> {
            if (!field.equals(FieldName.MAX_INACTIVE)) {
                add(field, change, removals);
            }
        });
        kinds.append(removals);
    }

    private void add(String field, Change change, StringBuilder removals) {
        if (change == null) {
            return;
        }
        if (change.isRemoval()) {
            removals.append(change.fenced() ? 'R' : 'r');
            removed.add(field);
        } else {
            kinds.append(change.fenced() ? 'S' : 's');
            set.add(field);
            set.add(concat(prefix, change.value()));
        }
    }

    /** A new session begins with the first epoch. */
    long epoch() {
        return save.creates() ? FIRST_EPOCH : save.epoch();
    }

    /** Whether it is the common save of a session that is there: {@link Scripts#SAVE_HOT}. */
    boolean isHot() {
        return !save.creates()
                && !save.detached()
                && !save.tellsUse()
                && isPlain()
                && !save.changes().containsKey(FieldName.MAX_INACTIVE);
    }

    /** Whether it is the common first save of a session: {@link Scripts#SAVE_NEW}. */
    boolean isNew() {
        return save.creates() && isPlain() && setsAnEnd();
    }

    String mode() {
        if (save.creates()) {
            return "create";
        }
        return save.detached() ? "detached" : "save";
    }

    /** Whether values are set and none removed, the user not among them, and no more than a script takes at once. */
    private boolean isPlain() {
        return removed.isEmpty()
                && !set.isEmpty()
                && set.size() <= MOST_AT_ONCE
                && !save.changes().containsKey(USER);
    }

    private boolean setsAnEnd() {
        Change maxInactive = save.changes().get(FieldName.MAX_INACTIVE);
        return maxInactive != null && Integer.parseInt(new String(maxInactive.value(), StandardCharsets.US_ASCII)) > 0;
    }

    /** The time of creation; of a session that is there, whether it is used now. */
    long createdOrUsed() {
        if (save.creates()) {
            return save.createdMillis();
        }
        return save.tellsUse() ? 1 : 0;
    }

    String kinds() {
        return kinds.toString();
    }

    Object[] changes() {
        List<Object> all = new ArrayList<>(set);
        all.addAll(removed);
        return all.toArray();
    }

    private static byte[] concat(byte[] prefix, byte[] value) {
        byte[] all = new byte[prefix.length + value.length];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(value, 0, all, prefix.length, value.length);
        return all;
    }
}
