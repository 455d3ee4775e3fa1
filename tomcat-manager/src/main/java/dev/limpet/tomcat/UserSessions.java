package dev.limpet.tomcat;

import java.util.List;

/**
 * The sessions of a user, on all nodes. An application finds it as the servlet context's attribute of the name {@link #ATTRIBUTE}; a user is the name of the
 * principal that was logged in with the container ({@code HttpServletRequest.login}, FORM, BASIC...).
 *
 * <p>Each method may throw an unchecked exception if Redis does not answer: then it is unknown what has been done.
 */
public interface UserSessions {

    String ATTRIBUTE = "dev.limpet.tomcat.UserSessions";

    /** The user's sessions by the short hashes that also stand in the logs; never their ids. */
    List<String> list(String user);

    /**
     * Ends all sessions of the user for all nodes at once ("log me out everywhere"); their listeners are called here.
     *
     * @return how many there were
     */
    int end(String user);
}
