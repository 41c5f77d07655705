# The boot-sector witness: a guest of a few sectors that does nothing but write a numbered record to its own disk, nine
# times a second, and sleep in between. Sixty of them run where a handful of Linux guests would not. Whoever reads the
# disk knows which boot wrote when, and so whether one disk was written by two machines; deploy/faults/lib/witness.mjs
# does that. 16-bit code for SeaBIOS; built by deploy/images/build-witness.
#
# Disk: sectors 0 to 7 are this program; the ring of RING_SECTORS sectors begins at RING_START. The record number SEQ goes
# into ring sector SEQ modulo RING_SECTORS. SEQ goes on over all boots: a boot begins GAP numbers behind the largest that it
# found, so that what an older boot writes too late lands in the gap and is not written over.
#
# Record, one sector, little-endian:
#     0  "ATOLLWIT"
#     8  boot id, 64 bits, from the time stamp counter, the clock and the record found last
#    16  boot number: that of the record found last, plus one
#    20  first SEQ of this boot
#    24  SEQ
#    28  writes of this boot that failed; each was tried again under the same number
#    32  boot id of the record found last, 0 where there was none
#    40  timer ticks (18.2 a second) since the boot
#    44  the largest SEQ found by this boot, 0 where there was none
#    48  SEQ, repeated, so that a torn sector shows
#   508  checksum: for each of the 127 words before, rotate left by 5 and add; it begins with CHECKSUM_START
#
# Reading is done by the firmware (int 13h). Writing is not: the firmware would spin until the disk has answered, and sixty
# guests with hanging storage would take all of the machine. So the program drives the virtio disk itself (the "legacy"
# interface of virtio 1.0, section 4.1.4.8) and looks for the answer when the timer has woken it. It does not negotiate
# flushing, which makes QEMU answer a write only after it is durable.

.intel_syntax noprefix
.code16

.set RING_START, 128
.set RING_SECTORS, 1024
.set GAP, 64
.set CHECKSUM_START, 0x41544f4c
.set PROGRAM_SECTORS, 8
.set TICKS_PER_WRITE, 2
.set WRITES_PER_LINE, 256
.set SERIAL, 0x3f8

.set SCAN_SEGMENT, 0x1000           # 64 sectors of the ring
.set SCAN_SECTORS, 64
.set QUEUE_SEGMENT, 0x2000          # the virtio queue, up to 64 KiB
.set QUEUE_PAGE, QUEUE_SEGMENT >> 8
.set RECORD, 0x9000                 # the record that is written

.set VIRTIO_GUEST_FEATURES, 4
.set VIRTIO_QUEUE_PAGE, 8
.set VIRTIO_QUEUE_SIZE, 12
.set VIRTIO_QUEUE_SELECT, 14
.set VIRTIO_NOTIFY, 16
.set VIRTIO_STATUS, 18

.text
.globl _start
_start:
    ljmp 0, offset begin
begin:
    cli
    xor ax, ax
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov sp, 0x7c00
    sti
    cld
    mov [drive], dl
    mov si, offset request
    mov ah, 0x42
    int 0x13
    jc stop
    jmp main
stop:
    hlt
    jmp stop

request:                            # int 13h: what to read, and where to
    .byte 16, 0
request_count: .word PROGRAM_SECTORS - 1
request_to:    .word 0x7e00, 0
request_from:  .long 1, 0
drive:         .byte 0

    .org 510
    .word 0xaa55

main:
    call serial_begin
    call scan
    call choose_boot_id
    call disk_begin
    call timer_begin
    call print
next:
    mov eax, [ticks]
    mov [started], eax
    call make_record
    call write_record
    jc failed
    inc dword ptr [seq]
    mov eax, [seq]
    sub eax, [first]
    test eax, WRITES_PER_LINE - 1
    jnz sleep
    call print
    jmp sleep
failed:
    inc dword ptr [errors]
    call print
sleep:
    mov eax, [ticks]
    sub eax, [started]
    cmp eax, TICKS_PER_WRITE
    jae next
    hlt
    jmp sleep

# --- What earlier boots left -------------------------------------------------------------------------------------------

scan:
    mov word ptr [request_count], SCAN_SECTORS
    mov word ptr [request_to], 0
    mov word ptr [request_to + 2], SCAN_SEGMENT
    mov dword ptr [request_from], RING_START
scan_part:
    mov si, offset request
    mov dl, [drive]
    mov ah, 0x42
    int 0x13
    jc stop
    mov ax, SCAN_SEGMENT
    mov es, ax
    xor di, di
scan_sector:
    cmp dword ptr es:[di], 0x4c4f5441       # "ATOL"
    jne scan_next
    cmp dword ptr es:[di + 4], 0x5449574c   # "LWIT"
    jne scan_next
    call checksum
    cmp eax, es:[di + 508]
    jne scan_next
    mov eax, es:[di + 24]
    cmp eax, [last_seq]
    jb scan_next
    mov [last_seq], eax
    mov eax, es:[di + 8]
    mov [previous], eax
    mov eax, es:[di + 12]
    mov [previous + 4], eax
    mov eax, es:[di + 16]
    mov [boot_number], eax
scan_next:
    add di, 512
    cmp di, SCAN_SECTORS * 512
    jb scan_sector
    add dword ptr [request_from], SCAN_SECTORS
    cmp dword ptr [request_from], RING_START + RING_SECTORS
    jb scan_part
    xor ax, ax
    mov es, ax
    inc dword ptr [boot_number]
    mov eax, [last_seq]
    add eax, GAP + 1
    mov [seq], eax
    mov [first], eax
    ret

# Of the record at es:di, in eax.
checksum:
    push cx
    push di
    mov eax, CHECKSUM_START
    mov cx, 127
checksum_word:
    rol eax, 5
    add eax, es:[di]
    add di, 4
    loop checksum_word
    pop di
    pop cx
    ret

choose_boot_id:
    mov ah, 2                               # the clock: hours, minutes, seconds
    int 0x1a
    shl ecx, 16
    mov cl, dh
    mov ch, dl
    rdtsc
    xor ecx, edx
    mov ebx, [previous]
    rol ebx, 13
    xor eax, ebx
    imul eax, eax, 0x9e3779b1
    or eax, 1                               # never 0, which stands for none
    mov [boot_id], eax
    add ecx, [previous + 4]
    imul ecx, ecx, 0x85ebca6b
    xor ecx, eax
    mov [boot_id + 4], ecx
    ret

# --- The disk ----------------------------------------------------------------------------------------------------------

# The first virtio disk: its ports, a queue in memory with three buffers that stay, and off it goes.
disk_begin:
    mov ax, 0xb102                          # find a PCI device
    mov cx, 0x1001
    mov dx, 0x1af4
    xor si, si
    int 0x1a
    jc stop
    mov ax, 0xb10a                          # its first base address
    mov di, 0x10
    int 0x1a
    jc stop
    and cx, 0xfffc
    mov [ports], cx
    mov bx, VIRTIO_STATUS
    xor al, al                              # reset
    call out_byte
    mov al, 3                               # seen, has a driver
    call out_byte
    mov dx, [ports]
    add dx, VIRTIO_GUEST_FEATURES
    xor eax, eax
    out dx, eax
    mov dx, [ports]
    add dx, VIRTIO_QUEUE_SELECT
    xor ax, ax
    out dx, ax
    mov dx, [ports]
    add dx, VIRTIO_QUEUE_SIZE
    in ax, dx
    mov [queue_size], ax
    call queue_begin
    mov dx, [ports]
    add dx, VIRTIO_QUEUE_PAGE
    mov eax, QUEUE_PAGE
    out dx, eax
    mov bx, VIRTIO_STATUS
    mov al, 7                               # ready
    call out_byte
    ret

out_byte:                                   # al to the disk's port bx
    mov dx, [ports]
    add dx, bx
    out dx, al
    ret

queue_begin:
    mov ax, QUEUE_SEGMENT
    mov es, ax
    xor di, di
    xor eax, eax
    mov cx, 0x4000
    rep stosd
    mov si, offset descriptors
    xor di, di
    mov cx, 3 * 16
    rep movsb
    mov bx, [queue_size]                    # the ring of requests follows the descriptors
    shl bx, 4
    mov [available], bx
    mov word ptr es:[bx], 1                 # no interrupts
    mov ax, [queue_size]                    # the ring of answers begins on the next page
    shl ax, 1
    add ax, 6 + 4095
    add ax, bx
    and ax, 0xf000
    mov [used], ax
    xor ax, ax
    mov es, ax
    ret

descriptors:                                # header, data, status
    .long header, 0, 16
    .word 1, 1
    .long RECORD, 0, 512
    .word 1, 2
    .long status, 0, 1
    .word 2, 0

make_record:
    mov di, RECORD
    mov si, offset magic
    mov cx, 8
    rep movsb
    mov si, offset boot_id
    mov cx, 10                              # boot id to 0 lie as they are written
    rep movsd
    mov eax, [ticks]
    mov [RECORD + 40], eax
    mov eax, [last_seq]
    mov [RECORD + 44], eax
    mov eax, [seq]
    mov di, RECORD + 48
    mov cx, 115
    rep stosd
    mov di, RECORD
    call checksum
    mov [RECORD + 508], eax
    ret

# Sleeps until the disk has answered, for as long as that takes. Carry: it was an error.
write_record:
    mov eax, [seq]
    and eax, RING_SECTORS - 1
    add eax, RING_START
    mov [header_sector], eax
    mov byte ptr [status], 0xff
    mov ax, QUEUE_SEGMENT
    mov es, ax
    mov bx, [available]
    inc word ptr es:[bx + 2]                # every entry of the ring stays 0: the first descriptor
    mov dx, [ports]
    add dx, VIRTIO_NOTIFY
    xor ax, ax
    out dx, ax
write_wait:
    hlt
    mov bx, [available]
    mov ax, es:[bx + 2]
    mov bx, [used]
    cmp ax, es:[bx + 2]
    jne write_wait
    xor ax, ax
    mov es, ax
    cmp byte ptr [status], 1
    cmc                                     # no carry only for status 0
    ret

# --- Timer and serial line ---------------------------------------------------------------------------------------------

# The firmware's own handler looks at keyboards and disks each time; this one does not.
timer_begin:
    cli
    mov word ptr [8 * 4], offset on_tick
    mov word ptr [8 * 4 + 2], 0
    sti
    ret

on_tick:
    push ax
    inc dword ptr cs:[ticks]
    mov al, 0x20
    out 0x20, al
    pop ax
    iret

serial_begin:
    mov si, offset serial_settings
    mov cx, 5
serial_setting:
    lodsw
    mov dx, SERIAL
    add dl, ah
    out dx, al
    loop serial_setting
    ret
serial_settings:                            # value, register: 115,200 bits a second, 8 bits, no interrupts
    .byte 0, 1, 0x80, 3, 1, 0, 0, 1, 3, 3

# ATOLL-WITNESS boot=0123456789abcdef number=00000001 first=00000001 seq=00000001 errors=00000000
print:
    mov si, offset text_boot
    call print_text
    mov eax, [boot_id + 4]
    call print_hex
    mov eax, [boot_id]
    call print_hex
    mov si, offset text_number
    call print_text
    mov eax, [boot_number]
    call print_hex
    mov si, offset text_first
    call print_text
    mov eax, [first]
    call print_hex
    mov si, offset text_seq
    call print_text
    mov eax, [seq]
    call print_hex
    mov si, offset text_errors
    call print_text
    mov eax, [errors]
    call print_hex
    mov si, offset text_end
print_text:
    lodsb
    test al, al
    jz print_done
    call print_character
    jmp print_text
print_done:
    ret
print_hex:
    mov cx, 8
print_digit:
    rol eax, 4
    push eax
    and al, 15
    add al, '0'
    cmp al, '9'
    jbe print_figure
    add al, 'a' - '0' - 10
print_figure:
    call print_character
    pop eax
    loop print_digit
    ret
print_character:                            # a line that takes nothing is not waited for
    push cx
    mov ah, al
    mov cx, 0x400
print_busy:
    mov dx, SERIAL + 5
    in al, dx
    test al, 0x20
    loopz print_busy
    mov al, ah
    mov dx, SERIAL
    out dx, al
    pop cx
    ret

magic:       .ascii "ATOLLWIT"
text_boot:   .asciz "ATOLL-WITNESS boot="
text_number: .asciz " number="
text_first:  .asciz " first="
text_seq:    .asciz " seq="
text_errors: .asciz " errors="
text_end:    .asciz "\r\n"

    .balign 16
header:        .long 1, 0                   # write
header_sector: .long 0, 0
status:        .byte 0
    .balign 4
boot_id:     .long 0, 0
boot_number: .long 0
first:       .long 0
seq:         .long 0
errors:      .long 0
previous:    .long 0, 0
             .long 0, 0
ticks:       .long 0
started:     .long 0
last_seq:    .long 0
ports:       .word 0
queue_size:  .word 0
available:   .word 0
used:        .word 0
    .org PROGRAM_SECTORS * 512
