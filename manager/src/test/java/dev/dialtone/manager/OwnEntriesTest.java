package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnEntriesTest {
    /// With a value that is more than the default. Whoever adds an option decides here and there whether it is for
    /// users' own entries.
    private static final Map<EntryOption, String> NOT_FOR_THEM = Map.of(
            EntryOption.PREREQUISITE, "office",
            EntryOption.CLIENT_TOKEN, "pkcs11:slot-id=0;object=x?module-path=/tmp/x.so",
            EntryOption.KILL_SWITCH, "true",
            EntryOption.FIREWALL_ZONE, "work",
            EntryOption.USERS, "1002",
            EntryOption.ALWAYS_ON, "true");

    @Test
    void optionsThatActForTheMachine_areRefusedByName_H7() {
        NOT_FOR_THEM.forEach((option, value) -> assertThatThrownBy(
                        () -> OwnEntries.check(Entry.of("ann/x").with(option, value)))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageContaining(option.key() + ": "));
    }

    @Test
    void theirDefaults_sayNothing() {
        OwnEntries.check(Entry.of("ann/x")
                .with(EntryOption.ALWAYS_ON, "false")
                .with(EntryOption.KILL_SWITCH, "false")
                .with(EntryOption.SERVER, "vpn.example"));
    }

    @Test
    void everyOption_isDecidedUpon_H7() {
        Set<EntryOption> decided = EnumSet.copyOf(OwnEntries.OPTIONS);
        assertThat(decided).doesNotContainAnyElementsOf(NOT_FOR_THEM.keySet());
        decided.addAll(NOT_FOR_THEM.keySet());
        assertThat(decided).noneMatch(option -> option.kept().isPresent());
        Arrays.stream(EntryOption.values())
                .filter(option -> option.kept().isPresent())
                .forEach(decided::add);
        assertThat(decided).containsExactlyInAnyOrder(EntryOption.values());
    }
}
