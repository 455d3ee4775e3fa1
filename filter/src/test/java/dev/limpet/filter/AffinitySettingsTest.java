package dev.limpet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinitySettingsTest {

    @Test
    void hasDefaultsForEverything() {
        assertThat(AffinitySettings.defaults())
                .isEqualTo(new AffinitySettings(
                        "ROUTE", "%s", StampWhen.ALWAYS, SameSite.LAX, false, 0, "/_limpet/health", 503));
    }

    @Test
    void readsEveryNameItAnnounces() {
        Map<String, String> given = Map.of(
                "affinityCookie", "NODE",
                "affinityValue", ".%s",
                "stampWhen", "session",
                "affinitySameSite", "None",
                "affinityPartitioned", "true",
                "affinityMaxAgeSeconds", "3600",
                "healthPath", " /up ",
                "drainStatus", "404");

        assertThat(AffinitySettings.NAMES).isEqualTo(given.keySet());
        assertThat(AffinitySettings.parse(given::get))
                .isEqualTo(
                        new AffinitySettings("NODE", ".%s", StampWhen.SESSION, SameSite.NONE, true, 3600, "/up", 404));
    }

    @Test
    void takesAnEmptyCookieAndAnEmptyHealthPathForNone() {
        AffinitySettings settings = AffinitySettings.parse(Map.of("affinityCookie", "", "healthPath", "")::get);

        assertThat(settings.affinityCookie()).isEmpty();
        assertThat(settings.healthPath()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "affinityCookie        | RO UTE         | a cookie name",
                "affinityCookie        | RO=UTE         | a cookie name",
                "affinityCookie        | jsessionid     | another name",
                "affinityValue         | %s.%s          | 1 to 256 characters",
                "affinityValue         | %s;            | 1 to 256 characters",
                "affinityValue         | a b            | 1 to 256 characters",
                "affinityValue         | a,b            | 1 to 256 characters",
                "affinityValue         | \"a\"          | 1 to 256 characters",
                "affinityValue         | a\\b           | 1 to 256 characters",
                "affinityValue         | ä              | 1 to 256 characters",
                "stampWhen             | never          | one of always, session",
                "affinitySameSite      | laxx           | one of lax, strict, none",
                "affinityPartitioned   | yes            | true or false",
                "affinityMaxAgeSeconds | -1             | 0 (until",
                "affinityMaxAgeSeconds | 34560001       | 0 (until",
                "affinityMaxAgeSeconds | ten            | a whole number",
                "healthPath            | health         | a path",
                "healthPath            | /              | a path",
                "healthPath            | /a;b           | a path",
                "drainStatus           | 500            | 503 or 404",
                "drainStatus           | ''             | a whole number"
            })
    void refusesAWrongValueAndNamesAttributeValueAndRange(String attribute, String value, String range) {
        assertThatThrownBy(() -> AffinitySettings.parse(Map.of(attribute, value)::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(attribute + " is \"" + value + "\": it has to be " + range);
    }
}
