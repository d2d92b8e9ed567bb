package dev.dialtone.ppp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Secret;
import org.junit.jupiter.api.Test;

class PeerWordsTest {
    private static String said(String words, String password) {
        try (Secret secret = Secret.ofUtf8(password.getBytes(UTF_8))) {
            return PeerWords.clean(words.getBytes(UTF_8), secret);
        }
    }

    @Test
    void passwordInPeersWords_isMaskedWhereverItStands() {
        assertThat(said("no, not geheim! geheimgeheim", "geheim")).isEqualTo("no, not ******! ************");
        assertThat(said("ge\u00fcheim", "\u00fch")).isEqualTo("ge***eim");
        assertThat(said("", "geheim")).isEmpty();
        assertThat(said("geh", "geheim")).isEqualTo("geh");
    }

    @Test
    void passwordOfOneOrTwoBytesOrNone_leavesTheWords() {
        assertThat(said("try again", "a")).isEqualTo("try again");
        assertThat(said("try again", "")).isEqualTo("try again");
    }

    @Test
    void controlCharacters_doNotHideIt() {
        assertThat(said("my se\u0001cret pass", "se cret")).isEqualTo("my ******* pass");
    }
}
