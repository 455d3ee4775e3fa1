package dev.limpet.tomcat;

import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** A webapp whose {@code /secret} is for staff. */
final class Protection {

    private static final String ROLE = "staff";

    private Protection() {}

    static void basic(Context context) {
        protect(context, new LoginConfig("BASIC", "realm", null, null), new BasicAuthenticator());
    }

    static void form(Context context, String loginPage, String errorPage) {
        protect(context, new LoginConfig("FORM", null, loginPage, errorPage), new FormAuthenticator());
    }

    private static void protect(Context context, LoginConfig login, ValveBase authenticator) {
        SecurityCollection secret = new SecurityCollection();
        secret.addPatternDecoded("/secret");
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(secret);
        constraint.addAuthRole(ROLE);
        context.addSecurityRole(ROLE);
        context.addConstraint(constraint);
        context.setLoginConfig(login);
        context.getPipeline().addValve(authenticator);
    }
}
