# A guest that writes '>' on its serial line and then every character that is typed, as the BIOS reads a US keyboard; on its
# screen too. Rebuild:  as --32 -o k.o keys.S && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o keys.bin k.o
# and put the bytes into TypistDisk.java (xxd -p -c 32 keys.bin).
        .code16
        .text
        .globl  _start
        .equ    COM1, 0x3f8
_start:
        sti
        movw    $COM1, %dx
        movb    $'>', %al
        outb    %al, %dx
next:
        xorw    %ax, %ax
        int     $0x16                           # waits for a key; al is its character
        movw    $COM1, %dx
        outb    %al, %dx
        movb    $0x0e, %ah
        movw    $7, %bx
        int     $0x10
        jmp     next
