package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.daemon.Admission.Limits;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void limits_leaveTheDaemonItsDescriptorsAndThePrivilegedTheirShare() {
        for (int descriptors : new int[] {300, 512, 1024, 4096, 20_000, 524_288, Integer.MAX_VALUE}) {
            Limits limits = Limits.of(descriptors);
            assertThat(limits.all()).isLessThan(descriptors).isLessThanOrEqualTo(16_384);
            assertThat(limits.unprivileged()).isLessThan(limits.all());
            assertThat(limits.privileged()).isLessThan(limits.all());
            assertThat(limits.user()).isLessThan(limits.unprivileged());
        }
        assertThat(Limits.of(524_288)).isEqualTo(new Limits(256, 1024, 16_128, 16_384));
        assertThat(Limits.of(1024)).isEqualTo(new Limits(192, 384, 672, 768));
    }

    @Test
    void descriptors_areThoseOfThisProcess() {
        assertThat(Admission.descriptors()).isGreaterThan(64);
    }
}
