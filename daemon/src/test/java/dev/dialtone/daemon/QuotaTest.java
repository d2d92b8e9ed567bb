package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.manager.Caller;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final Caller ANN = new Caller(1001, false);
    private static final Caller BOB = new Caller(1002, false);
    private static final Caller ROOT = new Caller(0, true);

    private final Quota quota = new Quota("leases", 2);

    @Test
    void oneUser_isLimitedAloneAndUntilOneIsGivenBack() {
        quota.take(ANN);
        quota.take(ANN);
        assertThatThrownBy(() -> quota.take(ANN)).hasMessageContaining("leases: 2 are under way");
        assertThatCode(() -> quota.take(BOB)).doesNotThrowAnyException();
        quota.giveBack(ANN);
        assertThatCode(() -> quota.take(ANN)).doesNotThrowAnyException();
        assertThatThrownBy(() -> quota.take(ANN)).hasMessageContaining("leases");
    }

    @Test
    void thePrivileged_areNotLimited() {
        for (int i = 0; i < 10; i++) {
            assertThatCode(() -> quota.take(ROOT)).doesNotThrowAnyException();
        }
    }
}
