package dev.cellmill.jobapi.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({"bytes=0-0,Part[from=0; to=1]", "BYTES=0-3,Part[from=0; to=4]", "bytes=3-,Part[from=3; to=10]",
            "bytes=-3,Part[from=7; to=10]",
            "bytes=-30,Part[from=0; to=10]", "bytes=5-99,Part[from=5; to=10]", "bytes=10-,Beyond[]",
            "bytes=-0,Beyond[]", "bytes=4-3,Whole[]", "bytes=-,Whole[]", "'bytes=0-1,3-4',Whole[]",
            "lines=0-1,Whole[]", ",Whole[]"})
    void isReadAsRfc9110Says(String header, String range) {
        assertThat(ByteRange.of(header, 10).toString().replace(',', ';')).isEqualTo(range);
    }
}
