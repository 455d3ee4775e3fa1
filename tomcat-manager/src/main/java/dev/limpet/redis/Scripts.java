package dev.limpet.redis;

/** The scripts of the store. Those on a session begin with the same functions, and so do those on a sign-on. */
final class Scripts {

    private static final String FORMAT = Script.load("format").source();

    static final Script LOAD = onSession("load");
    static final Script SAVE = onSession("save");
    /** A common case of {@link #SAVE}; says nothing, and does nothing, where it is not that case. */
    static final Script SAVE_HOT = Script.of("save-hot", Script.load("hot").source());
    /** A common case of {@link #SAVE}; says nothing, and does nothing, where it is not that case. */
    static final Script SAVE_NEW =
            Script.of("save-new", FORMAT + Script.load("new").source());

    static final Script RENAME = onSession("rename");
    static final Script END = onSession("end");
    static final Script TOUCH = onSession("touch");
    static final Script CLAIM = onSession("claim");
    static final Script FINISH = onSession("finish");
    static final Script EXISTS = onSession("exists");
    static final Script DUE = Script.load("due");
    static final Script BEAT = Script.load("beat");
    static final Script REGISTER = Script.load("register");
    static final Script USER = Script.load("user");
    static final Script LEAVE = Script.load("leave");
    static final Script OPEN_SIGN_ON = onSignOn("open");
    static final Script UPDATE_SIGN_ON = onSignOn("update");
    static final Script LOAD_SIGN_ON = onSignOn("load");
    static final Script JOIN_SIGN_ON = onSignOn("join");
    static final Script LEAVE_SIGN_ON = onSignOn("leave");
    static final Script MEMBERS_OF_SIGN_ON = onSignOn("members");
    static final Script END_SIGN_ON = onSignOn("end");

    private Scripts() {}

    private static Script onSession(String name) {
        return Script.of(
                name,
                FORMAT + Script.load("common").source() + Script.load(name).source());
    }

    private static Script onSignOn(String step) {
        String name = "signon-" + step;
        return Script.of(
                name,
                FORMAT + Script.load("signon").source() + Script.load(name).source());
    }
}
