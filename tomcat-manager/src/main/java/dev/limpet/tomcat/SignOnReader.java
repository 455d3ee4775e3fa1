package dev.limpet.tomcat;

import java.security.Principal;

import org.apache.catalina.authenticator.SingleSignOnEntry;

import dev.limpet.session.SignOnStore.SignOn;
import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.FormatCodec;
import dev.limpet.session.codec.JavaFormat;

/** Turns who is signed on into what is stored, and back into Tomcat's form of it. There is no password in either. */
final class SignOnReader {

    private static final byte[] NOBODY = {};

    private final AttributeCodec codec;

    SignOnReader(SignOnSettings settings) {
        JavaFormat format = new JavaFormat(SignOnReader.class::getClassLoader, settings.serialFilter());
        this.codec = settings.signingKeys().sign(new FormatCodec(format, value -> 0));
    }

    SignOn write(String id, Principal principal, String authType) {
        byte[] stored = principal == null ? null : principalOf(id).write(principal);
        return new SignOn(authType == null ? "" : authType, stored == null ? NOBODY : stored);
    }

    /** A principal that cannot be read here is nobody: the client logs in once more on this node. */
    SingleSignOnEntry read(String id, SignOn stored) {
        Principal principal =
                stored.principal().length == 0 ? null : principalOf(id).read(stored.principal());
        return entry(principal, stored.authType().isEmpty() ? null : stored.authType());
    }

    static SingleSignOnEntry entry(Principal principal, String authType) {
        return new SingleSignOnEntry(principal, authType, null, null);
    }

    /** What is signed for one sign-on is none of another. */
    private StoredPrincipal principalOf(String id) {
        return new StoredPrincipal(codec.boundTo(id + "/signOn"));
    }
}
