package dev.limpet.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.limpet.session.FieldName;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Save;

/** A save as the script takes it: values in the form in which they will stand, so that the common case has nothing to compute. Used once. */
final class SaveArguments {

    private static final long FIRST_EPOCH = 1;
    private static final int MOST_AT_ONCE = 500;
    private static final String USER = FieldName.property("user");

    private final Save save;
    private final StringBuilder kinds = new StringBuilder();
    private final List<Object> set = new ArrayList<>();
    private final List<Object> removed = new ArrayList<>();

    SaveArguments(Save save) {
        this.save = save;
        byte[] prefix = (epoch() + ":").getBytes(StandardCharsets.US_ASCII);
        StringBuilder removals = new StringBuilder();
        for (Map.Entry<String, Change> entry : save.changes().entrySet()) {
            Change change = entry.getValue();
            if (change.isRemoval()) {
                removals.append(change.fenced() ? 'R' : 'r');
                removed.add(entry.getKey());
            } else {
                kinds.append(change.fenced() ? 'S' : 's');
                set.add(entry.getKey());
                set.add(concat(prefix, change.value()));
            }
        }
        kinds.append(removals);
    }

    /** A new session begins with the first epoch. */
    long epoch() {
        return save.creates() ? FIRST_EPOCH : save.epoch();
    }

    String mode() {
        if (save.creates()) {
            return "create";
        }
        if (save.detached()) {
            return "detached";
        }
        return isPlain() ? "hot" : "save";
    }

    /** Whether only values are set, and none that the store itself goes by. */
    private boolean isPlain() {
        return removed.isEmpty()
                && !set.isEmpty()
                && set.size() <= MOST_AT_ONCE
                && !save.changes().containsKey(FieldName.MAX_INACTIVE)
                && !save.changes().containsKey(USER);
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
