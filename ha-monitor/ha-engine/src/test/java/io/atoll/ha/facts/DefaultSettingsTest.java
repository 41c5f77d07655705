package io.atoll.ha.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings are whole, whichever of their classes a program happens to need first. */
class DefaultSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"HaSettings", "HaSettings$Patience", "HaSettings$Retries", "HaSettings$Flapping"})
    void allPartsAreThere(String first) throws Exception {
        try (var fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class.forName("io.atoll.ha.facts." + first, true, fresh);
            var settings = fresh.loadClass("io.atoll.ha.facts.HaSettings");
            var usual = settings.getField("DEFAULT").get(null);
            for (var part : settings.getRecordComponents()) {
                assertThat(part.getAccessor().invoke(usual)).as(part.getName()).isNotNull();
            }
        }
    }

    private static URL[] classPath() throws IOException {
        var files = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        var urls = new URL[files.length];
        for (var i = 0; i < files.length; i++) {
            urls[i] = Path.of(files[i]).toUri().toURL();
        }
        return urls;
    }
}
