package dev.limpet.redis;

/** The scripts of the store. Those on a session begin with the same functions. */
final class Scripts {

    private static final String FORMAT = Script.load("format").source();

    static final Script LOAD = onSession("load");
    static final Script SAVE = Script.of(
            "save",
            FORMAT
                    + Script.load("hot").source()
                    + Script.load("common").source()
                    + Script.load("save").source());
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

    private Scripts() {}

    private static Script onSession(String name) {
        return Script.of(
                name,
                FORMAT + Script.load("common").source() + Script.load(name).source());
    }
}
