package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTest {
    @TempDir
    Path directory;

    /// Found by fuzzing: the error quoted what it could not read, which may be the password.
    @Test
    void damagedFile_isNamedWithoutAWordOfIt_E4() throws IOException {
        Files.writeString(directory.resolve("office"), "hunter2");
        assertThatThrownBy(() -> new FileCredentialStore(directory).info("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("office")
                .hasMessageNotContaining("hunter");
    }
}
