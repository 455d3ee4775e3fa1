package dev.limpet.tomcat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import org.apache.catalina.realm.GenericPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.AttributeException;

/** Who is logged in, as it stands with the session: name, roles, and the realm's own principal if it can be written. Never a password. */
final class StoredPrincipal {

    private static final Logger log = LoggerFactory.getLogger(StoredPrincipal.class);
    /** What its signature is for: no attribute of an application has such a name. */
    private static final String NAME = "p:principal";

    private final AttributeCodec codec;

    /** @param codec of the values of one session */
    StoredPrincipal(AttributeCodec codec) {
        this.codec = codec;
    }

    /** @return null: the principal cannot be kept beyond this node, and that is said in the log */
    byte[] write(Principal principal) {
        byte[] plain =
                principal instanceof GenericPrincipal generic ? plain(generic) : plain(null, List.of(), principal);
        return encode(plain, principal);
    }

    private byte[] plain(GenericPrincipal generic) {
        Principal own = generic.getUserPrincipal();
        return plain(generic.getName(), List.of(generic.getRoles()), own == generic ? null : own);
    }

    private byte[] plain(String name, List<String> roles, Principal own) {
        byte[] ownBytes = own == null ? new byte[0] : encode(own, own);
        if (name == null && ownBytes == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(name != null);
            if (name != null) {
                out.writeUTF(name);
                out.writeInt(roles.size());
                for (String role : roles) {
                    out.writeUTF(role);
                }
            }
            out.write(ownBytes == null ? new byte[0] : ownBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private byte[] encode(Object value, Principal principal) {
        if (!(value instanceof Serializable)) {
            log.warn("a principal of {} is not serializable and is known to this node only", principal.getClass());
            return null;
        }
        try {
            return codec.encode(NAME, value);
        } catch (AttributeException e) {
            log.warn("a principal of {} cannot be stored and is known to this node only", principal.getClass(), e);
            return null;
        }
    }

    /** @return null: it cannot be read here, and that is said in the log: the client logs in again */
    Principal read(byte[] stored) {
        byte[] plain = (byte[]) decode(stored);
        if (plain == null) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
            String name = in.readBoolean() ? in.readUTF() : null;
            List<String> roles = new ArrayList<>();
            for (int i = name == null ? 0 : in.readInt(); i > 0; i--) {
                roles.add(in.readUTF());
            }
            byte[] rest = in.readAllBytes();
            Principal own = rest.length == 0 ? null : (Principal) decode(rest);
            return name == null ? own : new GenericPrincipal(name, roles, own);
        } catch (IOException e) {
            throw new UncheckedIOException("the stored principal is damaged", e);
        }
    }

    private Object decode(byte[] stored) {
        try {
            return codec.decode(NAME, stored);
        } catch (AttributeException e) {
            log.warn("a stored principal cannot be read on this node", e);
            return null;
        }
    }
}
