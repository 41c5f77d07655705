package io.atoll.manager.laws;

import io.atoll.manager.ManagerApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Modules reach each other through their root packages only, and never in a circle. */
class ModulesTest {
    @Test
    void modulesKeepToThemselves() {
        ApplicationModules.of(ManagerApplication.class).verify();
    }
}
