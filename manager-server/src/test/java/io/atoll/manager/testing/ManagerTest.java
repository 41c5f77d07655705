package io.atoll.manager.testing;

import io.atoll.manager.system.ApiDescription;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/**
 * A test of the whole manager over HTTPS. All of these share one Spring context and one database per JVM, which no test may
 * expect to be empty: make what you need, under names of your own ({@link ManagerUnderTest#unique}).
 *
 * <pre>{@code
 * @ManagerTest
 * class SomethingApiTest {
 *     private final ManagerUnderTest manager;
 *
 *     SomethingApiTest(ManagerUnderTest manager) { this.manager = manager; }
 *
 *     @Test
 *     void answers() throws Exception {
 *         assertThat(manager.admin().get("/api/v1/clusters").status()).isEqualTo(200);
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = ManagerContext.class)
@Import(ApiDescription.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface ManagerTest {}
