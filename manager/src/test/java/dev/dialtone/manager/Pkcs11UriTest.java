package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Pkcs11UriTest {
    private static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";

    @Test
    void decodesWhatIsNamed() {
        assertThat(Pkcs11Uri.of("pkcs11:?module-path=" + MODULE)).isEqualTo(new Pkcs11Uri(MODULE, "", ""));
        assertThat(Pkcs11Uri.of("pkcs11:slot-id=1234567890;object=ann%27s%20key+1?module-path=" + MODULE))
                .isEqualTo(new Pkcs11Uri(MODULE, "1234567890", "ann's key+1"));
    }

    @Test
    void rejectsTheRest() {
        for (String wrong : new String[] {
            "",
            "pkcs11:",
            "pkcs11:object=a",
            "file:/usr/lib/x.so",
            "pkcs11:?module-path=x.so",
            "pkcs11:?module-path=/usr/lib/../tmp/x.so",
            "pkcs11:?module-path=/tmp/x.so%0Aname=y",
            "pkcs11:?module-path=/tmp/a b.so",
            "pkcs11:slot-id=x?module-path=" + MODULE,
            "pkcs11:slot-id=1;slot-id=2?module-path=" + MODULE,
            "pkcs11:pin=1234?module-path=" + MODULE,
            "pkcs11:object=a?module-path=" + MODULE + "&pin-value=1234",
            "pkcs11:object=%zz?module-path=" + MODULE
        }) {
            assertThatThrownBy(() -> Pkcs11Uri.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
