package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.limpet.session.SessionStore.Absent;
import dev.limpet.session.SessionStore.Applied;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Drop;
import dev.limpet.session.SessionStore.Gone;
import dev.limpet.session.SessionStore.Known;
import dev.limpet.session.SessionStore.Loaded;
import dev.limpet.session.SessionStore.MovedOn;
import dev.limpet.session.SessionStore.Overtaken;
import dev.limpet.session.SessionStore.Save;
import dev.limpet.session.SessionStore.Touch;

/** What a store does about the beginning of a session, its loads and its saves. */
public abstract class SavingContract extends SessionStoreFixture {

    // ------------------------------------------------------------------------------------------------- create, load

    @Test
    void whatWasCreatedIsLoadedWhole() {
        assertThat(create("x", "1", "y", "2")).isEqualTo(new Applied(1));

        Loaded loaded = load(a, null);
        assertThat(loaded.full()).isTrue();
        assertThat(loaded.epoch()).isEqualTo(1);
        assertThat(loaded.createdMillis()).isEqualTo(42);
        assertThat(texts(loaded))
                .containsEntry("a:x", "1")
                .containsEntry("a:y", "2")
                .containsEntry("p:maxInactive", "1800");
    }

    @Test
    void absentIsAbsent() {
        assertThat(found(a, null)).isInstanceOf(Absent.class);
        assertThat(get(store().exists(id))).isFalse();
    }

    @Test
    void bytesAndNamesOfAnyKindComeBackAsTheyWere() {
        byte[] every = new byte[512];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        create();
        get(store().save(save(a, 1, Map.of("a:ü 'n: \n{}", new Change(every, false)))));

        assertThat(load(b, null).fields().get("a:ü 'n: \n{}")).isEqualTo(every);
    }

    @Test
    void anEmptyValueIsNoMissingValue() {
        create();
        get(store().save(save(a, 1, Map.of("a:empty", new Change(new byte[0], false)))));

        assertThat(load(b, null).fields().get("a:empty")).isEmpty();
    }

    @Test
    void loadingElsewhereRaisesTheEpochAndDropsTheFormerOwner() {
        create("x", "1");

        assertThat(load(b, null).epoch()).isEqualTo(2);
        assertThat(dropsOf(a)).containsExactly(new Drop(id, 2));
        assertThat(dropsOf(b)).isEmpty();
    }

    @Test
    void theOwnersOwnLoadChangesNothingAndAnswersNothingKnown() {
        create("x", "1");

        Loaded loaded = load(a, new Known("birth", 1));
        assertThat(loaded.epoch()).isEqualTo(1);
        assertThat(loaded.full()).isFalse();
        assertThat(loaded.fields()).isEmpty();
        assertThat(dropsOf(a)).isEmpty();
    }

    @Test
    void aKnownEpochGetsWhatWasWrittenAfterIt() {
        create("x", "1", "y", "1");
        load(b, null);
        get(store().save(save(b, 2, change("y", "2"))));

        Loaded loaded = load(a, new Known("birth", 1));
        assertThat(loaded.full()).isFalse();
        assertThat(texts(loaded)).containsExactly(Map.entry("a:y", "2"));
        assertThat(loaded.remaining()).isNull();
    }

    @Test
    void namesWhatRemainsIfSomethingWasRemoved() {
        create("x", "1", "y", "1");
        load(b, null);
        get(store().save(save(b, 2, removal("x", false))));

        assertThat(load(a, new Known("birth", 1)).remaining()).containsExactlyInAnyOrder("a:y", "p:maxInactive");
    }

    @Test
    void anotherBirthIsNotKnown() {
        create("x", "1");

        assertThat(load(a, new Known("another", 1)).full()).isTrue();
    }

    @Test
    void anEpochThatTheStoreHasForgottenIsNotKnown() {
        create("x", "1");

        Loaded loaded = load(b, new Known("birth", 5));
        assertThat(loaded.full()).isTrue();
        assertThat(texts(loaded)).containsEntry("a:x", "1");
    }

    @Test
    void createdTwiceWithTheSameBirthIsASave() {
        create("x", "1");

        assertThat(create("x", "2")).isEqualTo(new Applied(1));
        assertThat(texts(load(a, null))).containsEntry("a:x", "2");
    }

    @Test
    void createdByAnotherIsGone() {
        create("x", "1");
        Save other = new Save(id, "other", 0, false, b, ++number, true, change("x", "2"), 43);

        assertThat(get(store().save(other))).isInstanceOf(Gone.class);
        assertThat(texts(load(a, null))).containsEntry("a:x", "1");
    }

    // ---------------------------------------------------------------------------------------------------------- save

    @Test
    void theOwnersSaveAtItsEpochKeepsTheEpoch() {
        create("x", "1");

        assertThat(get(store().save(save(a, 1, change("x", "2"))))).isEqualTo(new Applied(1));
        assertThat(dropsOf(a)).isEmpty();
    }

    @Test
    void aSavePastTheOwnerRaisesTheEpochAndDropsTheOwner() {
        create("x", "1");
        load(b, null);

        assertThat(get(store().save(save(a, 1, change("y", "2"))))).isEqualTo(new MovedOn(3));
        assertThat(dropsOf(b)).containsExactly(new Drop(id, 3));
    }

    @Test
    void aFencedChangeDoesNotUndoALaterWrite() {
        create("x", "1");
        load(b, null);
        get(store().save(save(b, 2, change("x", "2"))));
        Map<String, Change> both = new HashMap<>(change("y", "late"));
        both.put("a:x", new Change("late".getBytes(), true));

        assertThat(get(store().save(save(a, 1, both)))).isEqualTo(new Overtaken("a:x"));
        assertThat(texts(load(b, null))).containsEntry("a:x", "2").doesNotContainKey("a:y");
    }

    @Test
    void aFencedChangeDoesNotUndoALaterRemoval() {
        create("x", "1");
        load(b, null);
        get(store().save(save(b, 2, removal("x", false))));

        assertThat(get(store().save(save(a, 1, Map.of("a:x", new Change("late".getBytes(), true))))))
                .isEqualTo(new Overtaken("a:x"));
    }

    @Test
    void aFencedChangeToAnotherAttributeMerges() {
        create("x", "1", "y", "1");
        load(b, null);
        get(store().save(save(b, 2, change("x", "2"))));

        assertThat(get(store().save(save(a, 1, Map.of("a:y", new Change("2".getBytes(), true))))))
                .isEqualTo(new MovedOn(3));
        assertThat(texts(load(b, null))).containsEntry("a:x", "2").containsEntry("a:y", "2");
    }

    @Test
    void withoutFenceTheLastSaveWins() {
        create("x", "1");
        load(b, null);
        get(store().save(save(b, 2, change("x", "2"))));

        assertThat(get(store().save(save(a, 1, change("x", "3"))))).isEqualTo(new MovedOn(3));
        assertThat(texts(load(b, null))).containsEntry("a:x", "3");
    }

    @Test
    void aSaveBelowTheLastNumberOfItsNodeDoesNothing() {
        create("x", "1");
        Save late = save(a, 1, change("x", "late"));
        get(store().save(save(a, 1, change("x", "2"))));

        assertThat(store().save(late)).failsWithin(Duration.ofSeconds(5));
        assertThat(texts(load(a, null))).containsEntry("a:x", "2");
    }

    @Test
    void nothingButACreateBringsASessionIntoBeing() {
        assertThat(get(store().save(save(a, 1, change("x", "1"))))).isInstanceOf(Gone.class);
        get(store().touch(List.of(new Touch(id, "birth", 0))));

        assertThat(get(store().exists(id))).isFalse();
    }

    @Test
    void manyAndLargeValuesAreSaved() {
        create();
        Map<String, Change> changes = new HashMap<>();
        for (int i = 0; i < 2500; i++) {
            changes.put("a:n" + i, new Change(("v" + i).getBytes(), false));
        }
        changes.put("a:large", new Change(new byte[1 << 20], false));
        get(store().save(save(a, 1, changes)));

        assertThat(load(b, null).fields()).hasSize(2502).hasEntrySatisfying("a:large", bytes -> assertThat(bytes)
                .hasSize(1 << 20));
        Map<String, Change> removals = new HashMap<>();
        changes.keySet().forEach(field -> removals.put(field, new Change(null, false)));
        get(store().save(save(b, 2, removals)));
        assertThat(load(b, null).fields()).containsOnlyKeys("p:maxInactive");
    }
}
