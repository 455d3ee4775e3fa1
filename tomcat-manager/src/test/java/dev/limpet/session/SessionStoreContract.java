package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import dev.limpet.session.SessionStore.Absent;
import dev.limpet.session.SessionStore.Applied;
import dev.limpet.session.SessionStore.Beat;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Drop;
import dev.limpet.session.SessionStore.End;
import dev.limpet.session.SessionStore.EndedBefore;
import dev.limpet.session.SessionStore.EndedElsewhere;
import dev.limpet.session.SessionStore.EndedNow;
import dev.limpet.session.SessionStore.Found;
import dev.limpet.session.SessionStore.Gone;
import dev.limpet.session.SessionStore.Known;
import dev.limpet.session.SessionStore.Load;
import dev.limpet.session.SessionStore.Loaded;
import dev.limpet.session.SessionStore.MovedOn;
import dev.limpet.session.SessionStore.Outcome;
import dev.limpet.session.SessionStore.Overtaken;
import dev.limpet.session.SessionStore.Rename;
import dev.limpet.session.SessionStore.Renamed;
import dev.limpet.session.SessionStore.Save;
import dev.limpet.session.SessionStore.Taken;
import dev.limpet.session.SessionStore.Touch;

/** What every store does, step by step. A store's test says how to get one and how to let time pass. */
public abstract class SessionStoreContract {

    private static final long INFINITE = SessionStore.INFINITE;

    protected final NodeId a = new NodeId("a", UUID.randomUUID().toString());
    protected final NodeId b = new NodeId("b", UUID.randomUUID().toString());
    private final String id = "S" + UUID.randomUUID().toString().replace("-", "");
    private long number;

    protected abstract SessionStore store();

    /** Lets the store's clock go on. */
    protected abstract void pass(Duration time) throws InterruptedException;

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

    // ----------------------------------------------------------------------------------------------------- end, rename

    @Test
    void endedIsOverForEverybody() {
        create("x", "1");
        load(b, null);

        assertThat(get(store().end(new End(id, "birth", a)))).isInstanceOf(EndedNow.class);
        assertThat(dropsOf(b)).containsExactly(new Drop(id, INFINITE));
        assertThat(found(a, null)).isInstanceOf(Absent.class);
        assertThat(get(store().save(save(b, 2, change("x", "2"))))).isInstanceOf(Gone.class);
        assertThat(get(store().end(new End(id, "birth", b)))).isInstanceOf(EndedBefore.class);
        assertThat(get(store().exists(id))).isFalse();
    }

    @Test
    void aLateCreateDoesNotReviveWhatHasEnded() {
        create("x", "1");
        get(store().end(new End(id, "birth", a)));

        assertThat(create("x", "1")).isInstanceOf(Gone.class);
    }

    @Test
    void anEndedIdMayBeUsedAgainByANewSession() {
        create("x", "1");
        get(store().end(new End(id, "birth", a)));
        get(store().save(new Save(id, "next life", 0, false, b, ++number, true, change("y", "1"), 43)));

        assertThat(texts(load(b, null))).containsEntry("a:y", "1").doesNotContainKey("a:x");
    }

    @Test
    void renamedLivesOnUnderTheNewIdOnly() {
        create("x", "1");
        String newId = idInSameBucket();

        assertThat(get(store().rename(new Rename(id, "birth", 1, a, newId, true))))
                .isEqualTo(new Applied(2));
        assertThat(dropsOf(a)).containsExactly(new Drop(id, INFINITE));
        assertThat(found(a, null)).isInstanceOf(Absent.class);
        assertThat(texts((Loaded) get(store().load(new Load(newId, a, null, -1, true)))))
                .containsEntry("a:x", "1");
    }

    @Test
    void lateCallsUnderTheOldIdAreToldTheNewOne() {
        create("x", "1");
        String newId = idInSameBucket();
        get(store().rename(new Rename(id, "birth", 1, a, newId, true)));

        assertThat(get(store().save(save(b, 1, change("x", "2"))))).isEqualTo(new Renamed(newId));
        assertThat(get(store().end(new End(id, "birth", b)))).isEqualTo(new EndedElsewhere(newId));
        Save again = new Save(newId, "birth", 1, true, b, ++number, true, change("x", "2"), -1);
        assertThat(get(store().save(again))).isEqualTo(new MovedOn(3));
    }

    @Test
    void anOvertakenRenameIsRefusedIfFenced() {
        create("x", "1");
        load(b, null);
        String newId = idInSameBucket();

        assertThat(get(store().rename(new Rename(id, "birth", 1, a, newId, true))))
                .isInstanceOf(Overtaken.class);
        assertThat(get(store().rename(new Rename(id, "birth", 1, a, newId, false))))
                .isEqualTo(new MovedOn(3));
        assertThat(dropsOf(b)).containsExactly(new Drop(id, INFINITE));
    }

    @Test
    void anIdInUseIsNotTaken() {
        create("x", "1");
        String newId = idInSameBucket();
        get(store().save(new Save(newId, "other", 0, false, b, ++number, true, change("y", "1"), 43)));

        assertThat(get(store().rename(new Rename(id, "birth", 1, a, newId, true))))
                .isInstanceOf(Taken.class);
        assertThat(load(a, null).epoch()).isEqualTo(1);
    }

    // ---------------------------------------------------------------------------------------------------------- beats

    @Test
    void dropsStayUntilTheyAreWorkedThrough() {
        create("x", "1");
        load(b, null);
        int bucket = store().bucketOf(id);
        assertThat(dropsOf(a)).containsExactly(new Drop(id, 2));
        load(a, null);
        load(b, null);

        Map<Integer, List<Drop>> old = Map.of(bucket, List.of(new Drop(id, 2)));
        assertThat(get(store().beat(new Beat(a, Set.of(bucket), old))).drops().get(bucket))
                .containsExactly(new Drop(id, 4));
        Map<Integer, List<Drop>> now = Map.of(bucket, List.of(new Drop(id, 4)));
        assertThat(get(store().beat(new Beat(a, Set.of(bucket), now))).drops().get(bucket))
                .isEmpty();
    }

    @Test
    void anotherNodeOfTheSameRouteIsARival() {
        NodeId twin = new NodeId("a", UUID.randomUUID().toString());
        get(store().beat(new Beat(a, Set.of(), Map.of())));

        assertThat(get(store().beat(new Beat(twin, Set.of(), Map.of()))).rivals())
                .containsKey(a.incarnation());
        get(store().leave(a));
        assertThat(get(store().beat(new Beat(twin, Set.of(), Map.of()))).rivals())
                .doesNotContainKey(a.incarnation());
    }

    // --------------------------------------------------------------------------------------------------------- expiry

    @Test
    void onlyWhatIsDueIsClaimedAndByOneNode() throws InterruptedException {
        createShortLived();
        assertThat(get(store().claim(id, a, Duration.ofMinutes(1)))).isInstanceOf(Absent.class);
        pass(Duration.ofMillis(1300));

        assertThat(get(store().due(10))).contains(id);
        assertThat(get(store().claim(id, a, Duration.ofMinutes(1)))).isInstanceOf(Loaded.class);
        assertThat(get(store().claim(id, b, Duration.ofMinutes(1)))).isInstanceOf(Absent.class);
        assertThat(found(b, null)).isInstanceOf(Absent.class);
        assertThat(dropsOf(a)).containsExactly(new Drop(id, INFINITE));
        assertThat(get(store().finish(id, b))).isFalse();
        assertThat(get(store().finish(id, a))).isTrue();
        assertThat(get(store().due(10))).doesNotContain(id);
    }

    @Test
    void aClaimThatIsNotFinishedIsClaimedAgain() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(1300));
        get(store().claim(id, a, Duration.ofMillis(200)));
        pass(Duration.ofMillis(300));

        assertThat(get(store().due(10))).contains(id);
        assertThat(get(store().claim(id, b, Duration.ofMinutes(1)))).isInstanceOf(Loaded.class);
        assertThat(get(store().finish(id, a))).isFalse();
        assertThat(get(store().finish(id, b))).isTrue();
    }

    @Test
    void aTouchKeepsTheSessionAndIsNeverSetBack() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(900));
        get(store().touch(List.of(new Touch(id, "birth", 0))));
        get(store().touch(List.of(new Touch(id, "birth", 800))));
        pass(Duration.ofMillis(700));

        assertThat(get(store().claim(id, a, Duration.ofMinutes(1)))).isInstanceOf(Absent.class);
        assertThat(found(b, null)).isInstanceOf(Loaded.class);
    }

    @Test
    void overdueCountsAsAbsentOnlyForWhoMaySaySo() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(1300));

        assertThat(found(a, null)).isInstanceOf(Absent.class);
        assertThat(get(store().load(new Load(id, a, null, 100, true)))).isInstanceOf(Loaded.class);
        pass(Duration.ofMillis(1300));
        assertThat(get(store().load(new Load(id, b, null, -1, false)))).isInstanceOf(Loaded.class);
    }

    @Test
    void aSaveThatTellsTheUseProlongsTheSession() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(800));
        assertThat(get(store().save(save(a, 1, change("y", "2"), true)))).isEqualTo(new Applied(1));
        pass(Duration.ofMillis(800));
        assertThat(get(store().due(10))).doesNotContain(id);
        assertThat(found(a, null)).isInstanceOf(Loaded.class);
    }

    @Test
    void aSaveThatTellsNoUseIsAppliedAndProlongsNothing() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(800));
        assertThat(get(store().save(save(a, 1, change("y", "2"))))).isEqualTo(new Applied(1));
        assertThat(get(store().save(save(b, 1, change("z", "3"))))).isEqualTo(new MovedOn(2));
        pass(Duration.ofMillis(600));
        assertThat(get(store().due(10))).contains(id);
        assertThat(found(a, null)).isInstanceOf(Absent.class);
    }

    @Test
    void aSaveThatGivesTheSessionAnotherIntervalCountsItFromTheLastAccess() throws InterruptedException {
        create("x", "1");
        pass(Duration.ofMillis(800));
        get(store().save(save(a, 1, Map.of("p:maxInactive", new Change("1".getBytes(), false)))));
        pass(Duration.ofMillis(600));
        assertThat(found(a, null)).isInstanceOf(Absent.class);
    }

    @Test
    void withoutAnIntervalASessionIsNeverDue() throws InterruptedException {
        Map<String, Change> changes = new HashMap<>(change("x", "1"));
        changes.put("p:maxInactive", new Change("0".getBytes(), false));
        get(store().save(new Save(id, "birth", 0, false, a, ++number, true, changes, 42)));
        pass(Duration.ofMillis(1300));

        assertThat(get(store().due(10))).doesNotContain(id);
        assertThat(found(b, null)).isInstanceOf(Loaded.class);
    }

    // ---------------------------------------------------------------------------------------------------------- users

    @Test
    void theSessionsOfAUserAreFoundAsLongAsTheyAreHis() {
        String ada = "ada " + UUID.randomUUID();
        create("x", "1");
        get(store().save(save(a, 1, Map.of("p:user", new Change(ada.getBytes(), false)))));
        assertThat(get(store().sessionsOf(ada))).containsExactly(id);

        get(store().save(save(a, 1, Map.of("p:user", new Change(null, false)))));
        assertThat(get(store().sessionsOf(ada))).isEmpty();
    }

    @Test
    void aUsersSessionIsFoundUnderItsNewIdAndNotAfterItsEnd() {
        String ada = "ada " + UUID.randomUUID();
        create("x", "1");
        get(store().save(save(a, 1, Map.of("p:user", new Change(ada.getBytes(), false)))));
        String newId = idInSameBucket();
        get(store().rename(new Rename(id, "birth", 1, a, newId, true)));
        assertThat(get(store().sessionsOf(ada))).containsExactly(newId);

        get(store().end(new End(newId, "birth", a)));
        assertThat(get(store().sessionsOf(ada))).isEmpty();
    }

    // -------------------------------------------------------------------------------------------------------- helpers

    private Outcome create(String... namesAndValues) {
        return create(1800, namesAndValues);
    }

    private void createShortLived() {
        create(1, "x", "1");
    }

    private Outcome create(int maxInactive, String... namesAndValues) {
        Map<String, Change> changes = new HashMap<>();
        changes.put("p:maxInactive", new Change(Integer.toString(maxInactive).getBytes(), false));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changes.putAll(change(namesAndValues[i], namesAndValues[i + 1]));
        }
        return get(store().save(new Save(id, "birth", 0, false, a, ++number, true, changes, 42)));
    }

    /** The common one, which tells no use. */
    private Save save(NodeId node, long epoch, Map<String, Change> changes) {
        return save(node, epoch, changes, false);
    }

    private Save save(NodeId node, long epoch, Map<String, Change> changes, boolean tellsUse) {
        return new Save(id, "birth", epoch, false, node, ++number, tellsUse, changes, -1);
    }

    private static Map<String, Change> change(String name, String value) {
        return Map.of("a:" + name, new Change(value.getBytes(), false));
    }

    private static Map<String, Change> removal(String name, boolean fenced) {
        return Map.of("a:" + name, new Change(null, fenced));
    }

    private Loaded load(NodeId node, Known known) {
        return (Loaded) found(node, known);
    }

    private Found found(NodeId node, Known known) {
        return get(store().load(new Load(id, node, known, -1, true)));
    }

    private List<Drop> dropsOf(NodeId node) {
        int bucket = store().bucketOf(id);
        return get(store().beat(new Beat(node, Set.of(bucket), Map.of())))
                .drops()
                .get(bucket);
    }

    private String idInSameBucket() {
        String candidate;
        do {
            candidate = "N" + UUID.randomUUID().toString().replace("-", "");
        } while (store().bucketOf(candidate) != store().bucketOf(id));
        return candidate;
    }

    private static Map<String, String> texts(Loaded loaded) {
        Map<String, String> texts = new HashMap<>();
        loaded.fields().forEach((field, bytes) -> texts.put(field, new String(bytes)));
        return texts;
    }

    private static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
