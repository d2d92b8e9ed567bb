package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VirtioHeaderTest {
    @Test
    void puts_everyField_littleEndianInItsPlace() {
        byte[] bytes = new byte[12];
        VirtioHeader.put(bytes, 1, 1, 0x81, 0x0102, 0xFEDC, 0x8034, 0x0710);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("00" + "01" + "81" + "0201" + "dcfe" + "3480" + "1007" + "00");
    }

    @Test
    void decodes_everyField_unsigned() {
        byte[] bytes = HexFormat.of().parseHex("ff" + "03" + "84" + "ffff" + "7805" + "3680" + "1000");
        assertThat(VirtioHeader.flags(bytes, 1)).isEqualTo(3);
        assertThat(VirtioHeader.gsoType(bytes, 1)).isEqualTo(0x84);
        assertThat(VirtioHeader.hdrLen(bytes, 1)).isEqualTo(0xFFFF);
        assertThat(VirtioHeader.gsoSize(bytes, 1)).isEqualTo(1400);
        assertThat(VirtioHeader.csumStart(bytes, 1)).isEqualTo(0x8036);
        assertThat(VirtioHeader.csumOffset(bytes, 1)).isEqualTo(16);
    }

    @Test
    void putsWhole_overOldBytes_clearsAllButTheFlags() {
        byte[] bytes = new byte[12];
        Arrays.fill(bytes, (byte) 0x55);
        VirtioHeader.putWhole(bytes, 1, VirtioHeader.DATA_VALID);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("55" + "02" + "000000000000000000" + "55");
    }
}
