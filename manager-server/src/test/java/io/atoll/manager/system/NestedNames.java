package io.atoll.manager.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Names a record nested in another one after both, so that two of them called Status do not become one schema. */
final class NestedNames extends ModelResolver {
    NestedNames() {
        super(new ObjectMapper(), new Names());
        openapi31(true);
    }

    private static final class Names extends TypeNameResolver {
        @Override
        protected String nameForClass(Class<?> type, Set<Options> options) {
            Class<?> outer = type.getEnclosingClass();
            if (outer == null || !type.getName().startsWith("io.atoll.")) {
                return super.nameForClass(type, options);
            }
            String prefix = outer.getSimpleName().replaceAll("(Controller|Views?|Requests?)$", "");
            String own = super.nameForClass(type, options);
            return own.startsWith(prefix) ? own : prefix + own;
        }
    }
}
