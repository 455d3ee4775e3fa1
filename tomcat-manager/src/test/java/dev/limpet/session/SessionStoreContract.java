package dev.limpet.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.limpet.session.SessionStore.Absent;
import dev.limpet.session.SessionStore.Applied;
import dev.limpet.session.SessionStore.Beat;
import dev.limpet.session.SessionStore.Change;
import dev.limpet.session.SessionStore.Drop;
import dev.limpet.session.SessionStore.End;
import dev.limpet.session.SessionStore.EndedBefore;
import dev.limpet.session.SessionStore.EndedElsewhere;
import dev.limpet.session.SessionStore.EndedNow;
import dev.limpet.session.SessionStore.Gone;
import dev.limpet.session.SessionStore.Load;
import dev.limpet.session.SessionStore.Loaded;
import dev.limpet.session.SessionStore.MovedOn;
import dev.limpet.session.SessionStore.Overtaken;
import dev.limpet.session.SessionStore.Rename;
import dev.limpet.session.SessionStore.Renamed;
import dev.limpet.session.SessionStore.Save;
import dev.limpet.session.SessionStore.Taken;
import dev.limpet.session.SessionStore.Touch;

/** What every store does, step by step. A store's test says how to get one and how to let time pass. */
public abstract class SessionStoreContract extends SavingContract {

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

    private List<String> due() {
        return due(store().bucketOf(id));
    }

    private List<String> due(int bucket) {
        return get(store().due(List.of(bucket), 10));
    }

    @Test
    void whatIsDueIsFoundInItsBucketOnly() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(1300));
        int bucket = store().bucketOf(id);
        assertThat(bucket).isBetween(0, store().buckets() - 1);
        assertThat(due(bucket)).contains(id);
        assertThat(due((bucket + 1) % store().buckets())).doesNotContain(id);
    }

    @Test
    void onlyWhatIsDueIsClaimedAndByOneNode() throws InterruptedException {
        createShortLived();
        assertThat(get(store().claim(id, a, Duration.ofMinutes(1)))).isInstanceOf(Absent.class);
        pass(Duration.ofMillis(1300));

        assertThat(due()).contains(id);
        assertThat(get(store().claim(id, a, Duration.ofMinutes(1)))).isInstanceOf(Loaded.class);
        assertThat(get(store().claim(id, b, Duration.ofMinutes(1)))).isInstanceOf(Absent.class);
        assertThat(found(b, null)).isInstanceOf(Absent.class);
        assertThat(dropsOf(a)).containsExactly(new Drop(id, INFINITE));
        assertThat(get(store().finish(id, b))).isFalse();
        assertThat(get(store().finish(id, a))).isTrue();
        assertThat(due()).doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSaveThatComesAfterTheClaimWritesNothing(boolean tellsUse) throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(1300));
        get(store().claim(id, b, Duration.ofMinutes(1)));

        assertThat(get(store().save(save(a, 1, change("x", "late"), tellsUse)))).isInstanceOf(Gone.class);
        assertThat(get(store().finish(id, b))).isTrue();
    }

    @Test
    void aClaimThatIsNotFinishedIsClaimedAgain() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(1300));
        get(store().claim(id, a, Duration.ofMillis(200)));
        pass(Duration.ofMillis(300));

        assertThat(due()).contains(id);
        assertThat(get(store().claim(id, b, Duration.ofMinutes(1)))).isInstanceOf(Loaded.class);
        assertThat(get(store().finish(id, a))).isFalse();
        assertThat(get(store().finish(id, b))).isTrue();
    }

    @Test
    void aTouchKeepsTheSessionAndIsNeverSetBack() throws InterruptedException {
        create(2, "x", "1");
        pass(Duration.ofMillis(1500));
        get(store().touch(List.of(new Touch(id, "birth", 0))));
        get(store().touch(List.of(new Touch(id, "birth", 1400))));
        pass(Duration.ofMillis(1400));

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
        create(2, "x", "1");
        pass(Duration.ofMillis(1500));
        assertThat(get(store().save(save(a, 1, change("y", "2"), true)))).isEqualTo(new Applied(1));
        pass(Duration.ofMillis(1500));
        assertThat(due()).doesNotContain(id);
        assertThat(found(a, null)).isInstanceOf(Loaded.class);
    }

    @Test
    void aSaveThatTellsNoUseIsAppliedAndProlongsNothing() throws InterruptedException {
        createShortLived();
        pass(Duration.ofMillis(800));
        assertThat(get(store().save(save(a, 1, change("y", "2"))))).isEqualTo(new Applied(1));
        assertThat(get(store().save(save(b, 1, change("z", "3"))))).isEqualTo(new MovedOn(2));
        pass(Duration.ofMillis(600));
        assertThat(due()).contains(id);
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

        assertThat(due()).doesNotContain(id);
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
}
