package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTest {
    private Callers callers = Callers.ofSystem();

    @BeforeEach
    void accounts(@TempDir Path directory) throws IOException {
        Path passwd = Files.writeString(directory.resolve("passwd"), """
                root:x:0:0::/root:/bin/sh
                ann:x:1001:1001::/home/ann:/bin/sh
                bob:x:1002:1002::/home/bob:/bin/sh
                0:x:1003:1003:a user called 0::
                """);
        Path group = Files.writeString(directory.resolve("group"), "users:x:100:bob\ndialtone:x:990:carl,ann\n");
        Accounts accounts =
                new Accounts(passwd, group, name -> name.equals("ldap") ? OptionalInt.of(70_000) : OptionalInt.empty());
        callers = new Callers(1500, accounts);
    }

    @Test
    void rootAndOwnUserAndGroupMembers_arePrivileged() {
        assertThat(callers.of("root", "root")).isEqualTo(new Caller(0, Caller.NO_GROUP, true, "root"));
        assertThat(callers.of("1500", "1500")).isEqualTo(new Caller(1500, 1500, true));
        assertThat(callers.of("ann", "users")).isEqualTo(new Caller(1001, 100, true, "ann"));
        assertThat(callers.of("bob", "dialtone")).isEqualTo(new Caller(1002, 990, true, "bob"));
    }

    @Test
    void others_areNot() {
        assertThat(callers.of("bob", "users")).isEqualTo(new Caller(1002, 100, false, "bob"));
        assertThat(callers.of("ldap", "users")).isEqualTo(new Caller(70_000, 100, false, "ldap"));
        assertThat(callers.of("4321", "4321")).isEqualTo(new Caller(4321, 4321, false));
    }

    @Test
    void nameOfDigits_isThatUserAndNotThatNumber() {
        assertThat(callers.of("0", "users")).isEqualTo(new Caller(1003, 100, false, "0"));
    }

    @Test
    void nameWithoutNumber_isRefused() {
        assertThatThrownBy(() -> callers.of("ghost", "users")).hasMessageContaining("ghost");
    }

    @Test
    void nameServiceOfThisHost_knowsRoot() {
        assertThat(NameService.uidOf("root")).hasValue(0);
        assertThat(NameService.uidOf("no-such-user-here")).isEmpty();
    }
}
