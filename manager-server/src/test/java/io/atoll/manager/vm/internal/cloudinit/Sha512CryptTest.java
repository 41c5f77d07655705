package io.atoll.manager.vm.internal.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha512CryptTest {
    /** The first is of the specification; the others were made by glibc's crypt(3). */
    @ParameterizedTest
    @CsvSource({
        "Hello world!, 1, saltstring, svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "a, 70, abcdefgh12345678, VfbBimEffx.RN7cO68Otl1ioQkfYyXDqhXRMI4k630PPaHktXUCafA4pG.ryoETPNDNVGvQfve/RZk5t9xr6q1",
        "é, 20, zz, L6zlsx0q2EulD1/2B5FO9iHfcy1lkBzNtjpNwNn3slvybd6bcc8r1fWL2C2ljkLV7xQrWNRuxx1bb9peIuXth1",
    })
    void givesTheHashThatGuestsExpect(String text, int times, String salt, String hash) {
        assertThat(Sha512Crypt.hash(text.repeat(times), salt)).isEqualTo("$6$" + salt + "$" + hash);
    }

    @Test
    void saltsEveryHashAnew() {
        var random = new SecureRandom();
        var first = Sha512Crypt.hash("x", random);
        assertThat(first).isNotEqualTo(Sha512Crypt.hash("x", random)).matches(Sha512Crypt::isHash);
    }
}
