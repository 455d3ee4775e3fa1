package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedNamesTest {

    private final SharedNames names = new SharedNames();

    @Test
    void equalNamesAreOne() {
        String first = names.shared(new String("cart"));

        assertThat(first).isEqualTo("cart");
        assertThat(names.shared(new String("cart"))).isSameAs(first);
    }

    @Test
    void keepsSoManyAndNoMore() {
        String early = names.shared(new String("early"));
        for (int i = 0; i < 2 * SharedNames.MOST; i++) {
            names.shared("user" + i);
        }
        String late = new String("late");

        assertThat(names.shared(late)).isSameAs(late);
        assertThat(names.shared(new String("late"))).isNotSameAs(late).isEqualTo("late");
        assertThat(names.shared(new String("early"))).isSameAs(early);
    }

    @Test
    void keepsNoLongOnes() {
        String text = "x".repeat(10_000);
        names.shared(text);

        assertThat(names.shared(new String(text))).isNotSameAs(text).isEqualTo(text);
    }
}
