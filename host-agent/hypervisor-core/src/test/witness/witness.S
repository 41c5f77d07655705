# The witness: the smallest guest that proves it lives. One boot sector, no operating system.
#
#   prints "UP" once, then "T<counter>" (8 hex digits) on COM1 with every timer interrupt (18.2 a second),
#   writes the counter to sector 1 of its disk with every 16th, through the BIOS,
#   sends back every byte that arrives on COM1,
#   switches itself off when the power button is pressed, and lets go of every PCI device it is asked for,
#   unless byte 0x1fd of the sector is 'D' (deaf).
#
# The counter lives in memory only: a value that went back means the guest was restarted.
# Rebuild:  as --32 -o w.o witness.S && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o witness.bin w.o
# and put the bytes into WitnessDisk.java (xxd -p -c 32 witness.bin).
        .code16
        .text
        .globl  _start
        .equ    COM1, 0x3f8
        .equ    PM1_STATUS, 0x600               # where the firmware puts ACPI's registers on this mainboard
        .equ    PM1_ENABLE, 0x602
        .equ    PM1_CONTROL, 0x604
        .equ    POWER_BUTTON, 0x100
        .equ    EJECT_ASKED, 0xcc4              # ACPI's PCI hot-plug on this mainboard: slots asked for,
        .equ    EJECT, 0xcc8                    # slots let go,
        .equ    EJECT_BUS, 0xcd0                # of this bus
        .equ    EJECT_BUSES, 32
        .equ    COUNTER, 0x7e00                 # also the buffer written to disk
_start:
        cli
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movw    $0x7c00, %sp
        movb    %dl, drive
        cld
        movw    $COUNTER, %di
        movw    $256, %cx
        rep stosw
        movb    $0xff, %al                      # no interrupts from the second controller: ACPI's is never served
        outb    %al, $0xa1
        movw    $PM1_ENABLE, %dx
        movw    $POWER_BUTTON, %ax
        outw    %ax, %dx
        sti
        movw    $up, %si
        call    print
loop:   hlt
        call    echo
        movw    0x46c, %ax                      # the BIOS's tick count: has the timer moved on?
        cmpw    last, %ax
        je      button
        movw    %ax, last
        incl    COUNTER
        movb    $'T', %al
        call    put
        movl    COUNTER, %ebx
        movw    $8, %cx
digit:  roll    $4, %ebx
        movb    %bl, %al
        andb    $0x0f, %al
        addb    $'0', %al
        cmpb    $'9', %al
        jbe     1f
        addb    $39, %al
1:      call    put
        loop    digit
        movb    $'\n', %al
        call    put
        testb   $0x0f, COUNTER
        jnz     button
        movw    $packet, %si
        movb    drive, %dl
        movw    $0x4300, %ax                    # extended write, no verify
        int     $0x13
        jnc     button
        movb    $'!', %al                       # the disk refused
        call    put
button: cmpb    $'D', deaf
        je      loop
        xorl    %ecx, %ecx
eject:  movw    $EJECT_BUS, %dx
        movl    %ecx, %eax
        outl    %eax, %dx
        movw    $EJECT_ASKED, %dx
        inl     %dx, %eax
        testl   %eax, %eax
        jz      3f
        movw    $EJECT, %dx
        outl    %eax, %dx
3:      incw    %cx
        cmpw    $EJECT_BUSES, %cx
        jb      eject
        movw    $PM1_STATUS, %dx
        inw     %dx, %ax
        testw   $POWER_BUTTON, %ax
        jz      loop
        movw    $off, %si
        call    print
        movw    $PM1_CONTROL, %dx
        movw    $0x2000, %ax                    # enter S5
        outw    %ax, %dx
        jmp     loop

echo:   movw    $COM1+5, %dx
        inb     %dx, %al
        testb   $1, %al
        jz      2f
        movw    $COM1, %dx
        inb     %dx, %al
        outb    %al, %dx
        jmp     echo
2:      ret

print:  lodsb
        testb   %al, %al
        jz      2b
        call    put
        pushw   %si
        movb    $0x0e, %ah                      # on the screen, too
        movw    $7, %bx
        int     $0x10
        popw    %si
        jmp     print

put:    pushw   %dx
        movw    $COM1, %dx
        outb    %al, %dx
        popw    %dx
        ret

up:     .asciz  "UP\r\n"
off:    .asciz  "OFF\r\n"
last:   .word   0
drive:  .byte   0
        .balign 4
packet: .byte   16, 0
        .word   1                               # sectors
        .word   COUNTER, 0                      # buffer
        .long   1, 0                            # to sector 1
        .org    0x1fd
deaf:   .byte   0
        .word   0xaa55
