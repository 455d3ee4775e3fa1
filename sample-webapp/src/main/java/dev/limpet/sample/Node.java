package dev.limpet.sample;

/** The server that answers. Its name comes from the system property {@code node.name}, which is set once, at start. */
record Node(String name) {

    private static final int HUES = 6;

    static Node ofThisProcess() {
        return new Node(System.getProperty("node.name", "unnamed"));
    }

    /** One of the style sheet's colours, 0 to 5: neighbours such as node1, node2, node3 get different ones. */
    int hue() {
        return Math.floorMod(name.hashCode(), HUES);
    }
}
