package dev.limpet.it.harness;

import java.net.http.HttpClient.Version;

/** How a browser and a Tomcat speak with each other; see {@link Wires}. */
public enum Wire {
    HTTP_1(Version.HTTP_1_1),
    HTTP_2(Version.HTTP_2),
    /** Over HTTP/1.1 to an Apache httpd, and from there. */
    AJP(Version.HTTP_1_1),
    COMPRESSED_HTTP_1(Version.HTTP_1_1),
    COMPRESSED_HTTP_2(Version.HTTP_2);

    private final Version version;

    Wire(Version version) {
        this.version = version;
    }

    public Version version() {
        return version;
    }

    /** Whether it can carry a file that no servlet reads. */
    public boolean hasSendfile() {
        return this != AJP;
    }

    /** Whether Tomcat packs its answers. */
    public boolean isCompressed() {
        return this == COMPRESSED_HTTP_1 || this == COMPRESSED_HTTP_2;
    }

    public Browser browser() {
        Browser browser = Browser.of(version);
        return isCompressed() ? browser.acceptsGzip() : browser;
    }
}
