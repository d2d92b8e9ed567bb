package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersPlacementsTest {
    private static final Caller ANN = new Caller(1001, 100, false);
    private static final Caller BOB = new Caller(1002, 100, false);
    private static final Caller MEMBER = new Caller(1003, 990, true);
    private static final Caller ROOT = new Caller(0, 0, true);

    private final MemoryHost host = new MemoryHost();
    private FilePhoneBook book;
    private UsersPlacements placements;

    @BeforeEach
    void begin(@TempDir Path directory) {
        book = new FilePhoneBook(directory);
        book.set(Entry.of("office").with(EntryOption.USERS, "1001").with(EntryOption.NETNS, "of-office"));
        placements = new UsersPlacements(host, book);
        host.addNamespace("machines");
        host.apply(new HostChange.OwnedNamespace("anns", 1001, 100));
    }

    private static void assertDenied(Runnable asked, String... words) {
        assertThatThrownBy(asked::run)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(5))
                .hasMessageContainingAll(words);
    }

    @Test
    void user_getsWhatIsNew_andWhatIsTheirs_H7() {
        assertThat(placements.choose(ANN, "new")).isEqualTo(new Placement("new", 1001, 100));
        assertThat(placements.choose(ANN, "anns")).isEqualTo(new Placement("anns", 1001, 100));
    }

    @Test
    void user_getsNothingElse_inWordsThatDoNotSayWhy_H7() {
        for (String name : new String[] {"anns", "machines", "of-office"}) {
            assertDenied(() -> placements.choose(BOB, name), "user 1002 may not use the network namespace " + name);
        }
    }

    @Test
    void privileged_getWhatIsTheMachines_andMembersTheirOwnToo() {
        assertThat(placements.choose(ROOT, "machines")).isEqualTo(Placement.ofMachine("machines"));
        assertThat(placements.choose(ROOT, "new")).isEqualTo(Placement.ofMachine("new"));
        assertThat(placements.choose(Caller.SELF, "new")).isEqualTo(Placement.ofMachine("new"));
        assertThat(placements.choose(MEMBER, "machines")).isEqualTo(Placement.ofMachine("machines"));
        assertThat(placements.choose(MEMBER, "of-office")).isEqualTo(Placement.ofMachine("of-office"));
        assertThat(placements.choose(MEMBER, "new")).isEqualTo(new Placement("new", 1003, 990));
    }

    @Test
    void withoutAnEntry_underANameOfTheirOwn_H7() {
        Entry given = Entry.of("office").with(EntryOption.SERVER, "vpn.example");
        assertThat(placements.adHoc(new Permissions(ANN), given, "new").name()).isEqualTo("office (user 1001)");
        assertThat(placements.adHoc(new Permissions(MEMBER), given, "")).isEqualTo(given);
        assertDenied(() -> placements.adHoc(new Permissions(ANN), given, ""), "whole host's network");
        assertDenied(() -> placements.adHoc(new Permissions(BOB), given, "new"), "no entry names this user");
    }

    @Test
    void nameOfAUsersOwn_isNoneForTheBook() {
        UsersPlacements.refuseReserved("office");
        assertThatThrownBy(() -> UsersPlacements.refuseReserved(UsersPlacements.nameOf("office", ANN)))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123));
    }

    @Test
    void tooMany_areRefusedUntilOneEnds() {
        for (int i = 0; i < UsersPlacements.MOST; i++) {
            placements.take(ANN);
        }
        assertDenied(() -> placements.take(ANN), "more than " + UsersPlacements.MOST);
        placements.take(BOB);
        placements.giveBack(ANN.uid());
        placements.take(ANN);
    }
}
