package dev.limpet.tomcat;

import java.util.Map;
import java.util.function.BooleanSupplier;

import org.apache.catalina.authenticator.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.FieldName;
import dev.limpet.session.SessionContent;
import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.AttributeException;

/**
 * The notes of Tomcat's authenticators that have to be known on every node: the request that a FORM login has interrupted, and the id that its page was made
 * for. No other note leaves the node; passwords least of all.
 */
final class StoredNotes {

    private static final Logger log = LoggerFactory.getLogger(StoredNotes.class);
    private static final Map<String, String> PROPERTIES =
            Map.of(Constants.FORM_REQUEST_NOTE, "form.request", Constants.SESSION_ID_NOTE, "form.sessionId");

    private final SessionContent content;
    private final AttributeCodec codec;
    private final BooleanSupplier fenced;

    StoredNotes(SessionContent content, AttributeCodec codec, BooleanSupplier fenced) {
        this.content = content;
        this.codec = codec;
        this.fenced = fenced;
    }

    static boolean isStored(String note) {
        return PROPERTIES.containsKey(note);
    }

    /** @param value null: removed */
    void set(String note, Object value) {
        String property = PROPERTIES.get(note);
        try {
            content.setProperty(
                    property,
                    value == null ? null : codec.encode(FieldName.property(property), value),
                    fenced.getAsBoolean());
        } catch (AttributeException e) {
            log.warn("the note {} cannot be stored: a login that goes on at another node begins anew", note, e);
        }
    }

    /** @return null: there is none, or it cannot be read, and that is said in the log */
    Object get(String note) {
        String property = PROPERTIES.get(note);
        byte[] stored = content.property(property);
        if (stored == null) {
            return null;
        }
        try {
            return codec.decode(FieldName.property(property), stored);
        } catch (AttributeException e) {
            log.warn("the note {} cannot be read on this node", note, e);
            return null;
        }
    }
}
