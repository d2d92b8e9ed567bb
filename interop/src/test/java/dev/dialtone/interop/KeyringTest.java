package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.host.HostException;
import dev.dialtone.host.SecretService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Secret Service as Debian's GNOME keyring has it.
@Timeout(120)
class KeyringTest {
    private static final Map<String, String> OFFICE = Map.of("xdg:schema", "test", "entry", "office");
    private static final Map<String, String> HOME = Map.of("xdg:schema", "test", "entry", "home");

    @TempDir
    Path folder;

    private Keyring keyring;
    private SecretService service;

    @BeforeEach
    void begin() throws Exception {
        keyring = Keyring.unlocked(folder, Keyring.require());
        service = new SecretService(keyring.address());
    }

    @AfterEach
    void end() {
        if (keyring != null) {
            keyring.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void stored_isFoundReplacedAndRemoved() throws Exception {
        assertThat(service.find(OFFICE)).isEmpty();
        service.store("of the office", OFFICE, bytes("hunter2-hunter2"));
        assertThat(service.find(OFFICE)).contains(bytes("hunter2-hunter2"));
        assertThat(service.find(HOME)).isEmpty();
        byte[] binary = new byte[3000];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        service.store("of the office", OFFICE, binary);
        service.store("of home", HOME, bytes("other"));
        assertThat(service.find(OFFICE)).contains(binary);
        service.remove(OFFICE);
        assertThat(service.find(OFFICE)).isEmpty();
        assertThat(service.find(HOME)).contains(bytes("other"));
        service.remove(OFFICE);
        try (Stream<Path> files = Files.walk(keyring.files())) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("it is on the disk, and not readable")
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("other"));
        }
    }

    /// Two keys agree in 128 bytes, one of 256 of which begins with a zero: a hundred sessions have met that,
    /// nearly always.
    @Test
    void manySessions_agreeWhateverTheKeys() {
        service.store("of the office", OFFICE, bytes("secret"));
        for (int session = 0; session < 100; session++) {
            byte[] found = service.find(OFFICE).orElseThrow();
            assertThat(found).isEqualTo(bytes("secret"));
            Arrays.fill(found, (byte) 0);
        }
    }

    @Test
    void locked_isSaidAndNothingIsLost() {
        service.store("of the office", OFFICE, bytes("secret"));
        keyring.lock();
        for (Runnable use : new Runnable[] {
            () -> service.find(OFFICE),
            () -> service.store("of the office", OFFICE, bytes("other")),
            () -> service.remove(OFFICE)
        }) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(HostException.class, e -> {
                        assertThat(e.failure().error()).isEqualTo(621);
                        assertThat(e.failure().advice()).contains("Unlock the keyring");
                    })
                    .hasMessageContaining("Secret Service");
        }
    }

    @Test
    void gone_isSaid() {
        keyring.stop();
        assertThatThrownBy(() -> service.find(OFFICE))
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.failure().error()).isEqualTo(621))
                .hasMessageContaining("Secret Service");
        assertThatThrownBy(() -> new SecretService("unix:path=" + folder.resolve("nothing")).find(OFFICE))
                .isInstanceOf(HostException.class);
    }
}
