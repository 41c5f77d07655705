package io.atoll.manager.webui.internal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Answers whatever no controller answers: a file of the console, or its start page for an address inside of it. Files below
 * {@code assets/} carry a hash of their content in their name and are kept for ever; all others are asked for again each
 * time, by an ETag of their content (the times in a reproducible jar say nothing).
 */
final class ConsoleFiles extends ResourceHttpRequestHandler {
    private static final String ROOT = "META-INF/resources/";
    private static final String START_PAGE = "index.html";
    private static final int ETAG_DIGITS = 32;

    private final Map<String, String> etags = new ConcurrentHashMap<>();

    ConsoleFiles(boolean hashedNames) {
        String folder = hashedNames ? ROOT + "assets/" : ROOT;
        setLocations(List.of(new ClassPathResource(folder)));
        setResourceResolvers(List.of(hashedNames ? new PathResourceResolver() : new StartPageResolver()));
        setUseLastModified(false);
        setEtagGenerator(this::etag);
        setCacheControl(
                hashedNames
                        ? CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable()
                        : CacheControl.noCache());
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getRequestURI().startsWith("/api/")) {
            throw new NoResourceFoundException(
                    HttpMethod.valueOf(request.getMethod()), request.getRequestURI(), request.getRequestURI());
        }
        if (request.getRequestURI().equals("/")) {
            request.setAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE, START_PAGE);
        }
        super.handleRequest(request, response);
    }

    private String etag(Resource file) {
        String name = String.valueOf(file.getFilename());
        return etags.computeIfAbsent(file.getDescription(), _ -> "\"" + hash(file, name) + "\"");
    }

    private static String hash(Resource file, String name) {
        try (var content = file.getInputStream()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
            return HexFormat.of().formatHex(digest).substring(0, ETAG_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("The console's file %s cannot be read.".formatted(name), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** An address without a file name's dot in its last part is a place inside the console. */
    private static final class StartPageResolver extends PathResourceResolver {
        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = super.getResource(path, location);
            boolean isPlace = path.lastIndexOf('.') < path.lastIndexOf('/') + 1;
            return file == null && isPlace ? super.getResource(START_PAGE, location) : file;
        }
    }
}
