package io.atoll.manager.console.web;

import io.atoll.manager.agentlink.GuestConsole;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.MutationNotes;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.console.internal.GuestKeyboard;
import io.atoll.manager.console.internal.KeyboardLayout;
import io.atoll.manager.console.internal.TypedText;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.model.VmId;
import io.atoll.model.keyboard.KeyChord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** VMs' keyboards. The audit log tells who typed how much into which VM, and nothing of what. */
@RestController
@Tag(name = "vms")
class VmKeyboardController {
    private static final int DEFAULT_HOLD_MS = 100;
    private static final int DEFAULT_DEADLINE_SECONDS = 120;

    private final GuestKeyboard keyboard;

    VmKeyboardController(GuestKeyboard keyboard) {
        this.keyboard = keyboard;
    }

    record KeysRequest(
            @Schema(description = "QEMU's key codes (QKeyCode) of 1 to 16 keys, for example ctrl, alt, delete")
            @Nullable
            List<@Nullable String> keys,

            @Schema(description = "How long they are all down, and between two of them, 1 to 500 ms; otherwise 100")
            @Nullable
            Integer holdMs) {}

    record TextRequest(
            @Schema(description = "1 to 1000 characters; a line feed is Enter, a tab is Tab") @Nullable
            String text,

            @Schema(
                    allowableValues = {"us", "de"},
                    description = "The keyboard the guest believes in; otherwise us")
            @Nullable
            String layout,

            @Schema(description = "After so long nothing more is typed, 1 to 180 s; otherwise 120") @Nullable
            Integer deadlineSeconds) {}

    /** How far the typing came; the text is in the guest up to {@code typedCharacters}, whatever the ending. */
    record TypedView(int typedCharacters, int characters, GuestConsole.Ending ending) {}

    record StoppedView(boolean wasTyping) {}

    @PostMapping("/api/v1/vms/{id}/actions/send-keys")
    @RequiresPermission(Permission.VM_CONSOLE)
    @OutsideTransaction(because = "the keys are held down")
    @Operation(
            operationId = "sendVmKeys",
            summary = "Press keys of the VM's keyboard together, hold them and let them go")
    ResponseEntity<Void> sendKeys(@PathVariable UUID id, @RequestBody KeysRequest request, HttpServletRequest http) {
        var check = new InputCheck();
        var hold = check.range("holdMs", request.holdMs == null ? DEFAULT_HOLD_MS : request.holdMs, 1, (int)
                GuestConsole.LONGEST_HOLD.toMillis());
        var chord = chord(check, request.keys);
        check.done();
        MutationNotes.detail(http, "%d keys".formatted(chord.keys().size()));
        keyboard.press(new VmId(id), chord, Duration.ofMillis(hold));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/vms/{id}/actions/type-text")
    @RequiresPermission(Permission.VM_CONSOLE)
    @OutsideTransaction(because = "the text is typed key by key")
    @Operation(
            operationId = "typeVmText",
            summary = "Type a text on the VM's keyboard",
            description =
                    "Some thirty letters a second, twenty with shift; the answer comes when all is typed. Characters that the layout does"
                            + " not have are all named, and nothing is typed then. Not to be repeated when no answer comes: part of"
                            + " the text is there already.")
    TypedView typeText(@PathVariable UUID id, @RequestBody TextRequest request, HttpServletRequest http) {
        var check = new InputCheck();
        var layout = layout(check, request.layout);
        var text = TypedText.read(check, "text", check.present("text", request.text, " "), layout);
        var deadline = check.range(
                "deadlineSeconds",
                request.deadlineSeconds == null ? DEFAULT_DEADLINE_SECONDS : request.deadlineSeconds,
                1,
                (int) GuestConsole.LONGEST_DEADLINE.toSeconds());
        check.done();
        MutationNotes.detail(http, "%d characters, layout %s".formatted(text.length(), layout.apiName()));
        var typed = keyboard.type(new VmId(id), text, Duration.ofSeconds(deadline));
        MutationNotes.detail(
                http, "%d of %d characters, layout %s".formatted(typed.characters(), text.length(), layout.apiName()));
        return new TypedView(typed.characters(), text.length(), typed.ending());
    }

    @PostMapping("/api/v1/vms/{id}/actions/stop-typing")
    @RequiresPermission(Permission.VM_CONSOLE)
    @OutsideTransaction(because = "the host is asked")
    @Operation(
            operationId = "stopVmTyping",
            summary = "Stop what is being typed into the VM, whoever types it",
            description = "The request that types answers with the ending GIVEN_UP.")
    StoppedView stopTyping(@PathVariable UUID id) {
        return new StoppedView(keyboard.stop(new VmId(id)));
    }

    private static KeyChord chord(InputCheck check, @Nullable List<@Nullable String> keys) {
        if (keys == null) {
            check.refuse("keys", "keys is required.");
            return KeyChord.of("esc");
        }
        try {
            return new KeyChord(keys.stream()
                    .map(key -> Objects.requireNonNullElse(key, "null"))
                    .toList());
        } catch (IllegalArgumentException e) {
            check.refuse("keys", String.valueOf(e.getMessage()));
            return KeyChord.of("esc");
        }
    }

    private static KeyboardLayout layout(InputCheck check, @Nullable String name) {
        var known = KeyboardLayout.values();
        for (var layout : known) {
            if (layout.apiName().equals(name)) {
                return layout;
            }
        }
        check.require(
                name == null,
                "layout",
                "layout must be one of %s."
                        .formatted(Arrays.stream(known)
                                .map(KeyboardLayout::apiName)
                                .toList()));
        return KeyboardLayout.US;
    }
}
