package io.atoll.manager.identity.web;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the door in front of every controller. */
@Configuration(proxyBeanMethods = false)
@Order(IdentityWebConfiguration.ORDER)
class IdentityWebConfiguration implements WebMvcConfigurer {
    /** After the audit log, so that refusals are recorded too. */
    static final int ORDER = 100;

    private final PermissionInterceptor permissions;
    private final CallerArgument callers;

    IdentityWebConfiguration(PermissionInterceptor permissions, CallerArgument callers) {
        this.permissions = permissions;
        this.callers = callers;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(permissions).order(ORDER);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(callers);
    }
}
