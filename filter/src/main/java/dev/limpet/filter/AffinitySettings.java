package dev.limpet.filter;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a user may set, checked once at start. The component names are the names of the init-params and of the manager's attributes. A value out of
 * range is an {@link IllegalArgumentException} that names attribute, value and range; nothing is corrected silently.
 *
 * @param affinityCookie name of the cookie; empty: none is stamped
 * @param affinityValue the cookie's value, {@code %s} stands for the route; {@code .%s} for balancers that take what follows the first dot; without
 *     {@code %s} the value as it is, which has to be another one on each node
 * @param stampWhen which clients get the cookie
 * @param affinitySameSite the cookie's SameSite
 * @param affinityPartitioned whether the cookie is {@code Partitioned} (and therefore secure)
 * @param affinityMaxAgeSeconds how long a browser keeps the cookie; 0: until it is closed
 * @param healthPath path of the health endpoint within the context; empty: none
 * @param drainStatus what the health endpoint answers while draining: 503, or 404 for HAProxy's {@code disable-on-404}
 */
public record AffinitySettings(
        String affinityCookie,
        String affinityValue,
        StampWhen stampWhen,
        SameSite affinitySameSite,
        boolean affinityPartitioned,
        int affinityMaxAgeSeconds,
        String healthPath,
        int drainStatus) {

    /** All names that {@link #parse} asks for. The route is not among them: where it comes from depends on who builds the filter. */
    public static final Set<String> NAMES = Arrays.stream(AffinitySettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_AGE = 400 * 24 * 3600;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    /** The characters of a cookie's value, RFC 6265 section 4.1.1; {@code %s} at most once. */
    private static final Pattern VALUE = Pattern.compile("(?!.*%s.*%s)[!#-+./0-9:<-\\[\\]-~-]{1,256}");

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    public AffinitySettings {
        Objects.requireNonNull(stampWhen, "stampWhen");
        Objects.requireNonNull(affinitySameSite, "affinitySameSite");
        require(
                affinityCookie.isEmpty() || TOKEN.matcher(affinityCookie).matches(),
                "affinityCookie",
                affinityCookie,
                "a cookie name of at most 64 characters without blanks and separators, or empty for none");
        require(
                !affinityCookie.equalsIgnoreCase("JSESSIONID"),
                "affinityCookie",
                affinityCookie,
                "another name than the session cookie's");
        require(
                VALUE.matcher(affinityValue).matches(),
                "affinityValue",
                affinityValue,
                "1 to 256 characters that a cookie's value may have, %s (the route) at most once, such as %s or .%s");
        require(
                affinityMaxAgeSeconds >= 0 && affinityMaxAgeSeconds <= LONGEST_AGE,
                "affinityMaxAgeSeconds",
                affinityMaxAgeSeconds,
                "0 (until the browser is closed) to " + LONGEST_AGE);
        require(
                healthPath.isEmpty() || PATH.matcher(healthPath).matches(),
                "healthPath",
                healthPath,
                "a path such as /_limpet/health, or empty for none");
        require(drainStatus == 503 || drainStatus == 404, "drainStatus", drainStatus, "503 or 404");
    }

    /** What holds when nothing is set. */
    public static AffinitySettings defaults() {
        return parse(name -> null);
    }

    /**
     * Reads each of {@link #NAMES}.
     *
     * @param text gives the text set for a name, or null when nothing is set
     * @throws IllegalArgumentException for the first value that is out of range
     */
    public static AffinitySettings parse(UnaryOperator<String> text) {
        SettingsText given = new SettingsText(text);
        return new AffinitySettings(
                given.string("affinityCookie", "ROUTE"),
                given.string("affinityValue", "%s"),
                given.choice("stampWhen", StampWhen.ALWAYS),
                given.choice("affinitySameSite", SameSite.LAX),
                given.flag("affinityPartitioned", false),
                given.number("affinityMaxAgeSeconds", 0),
                given.string("healthPath", "/_limpet/health"),
                given.number("drainStatus", 503));
    }

    private static void require(boolean holds, String attribute, Object value, String range) {
        if (!holds) {
            throw SettingsText.outOfRange(attribute, value, range);
        }
    }
}
