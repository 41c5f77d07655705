package io.atoll.manager.console.web;

import io.atoll.manager.console.internal.GuestKeyboard;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Pictures of VMs' displays. */
@RestController
@Tag(name = "vms")
class VmScreenController {
    private final GuestKeyboard guests;

    VmScreenController(GuestKeyboard guests) {
        this.guests = guests;
    }

    // What the client would accept is not asked: who may not look is told so, not that a picture is a picture.
    @GetMapping("/api/v1/vms/{id}/screenshot")
    @RequiresPermission(Permission.VM_CONSOLE)
    @Operation(
            operationId = "getVmScreenshot",
            summary = "A picture of the VM's display now",
            description =
                    "Of a VM with a process, whether its guest runs or stands still; at most two a second of one VM."
                            + " Refused with DISPLAY_TOO_LARGE above 8192 pixels on a side, 16777216 pixels or 16 MiB.")
    @ApiResponse(
            responseCode = "200",
            description = "The picture",
            content =
                    @Content(
                            mediaType = MediaType.IMAGE_PNG_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> screenshot(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.IMAGE_PNG)
                .body(guests.screenshot(new VmId(id)));
    }
}
