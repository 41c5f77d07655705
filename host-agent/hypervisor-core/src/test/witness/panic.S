# A guest whose operating system panics: finds the pvpanic device in slot 7 of the first PCI bus, as the driver puts it there, and
# tells it "panicked" (bit 0). Nothing else. The device's register lies above 1 MiB, hence the flat data segment.
# Rebuild:  as --32 -o p.o panic.S && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o panic.bin p.o
# and put the bytes into PanickingDisk.java (xxd -p -c 32 panic.bin).
        .code16
        .text
        .globl  _start
        .equ    PCI_ADDRESS, 0xcf8
        .equ    PCI_DATA, 0xcfc
        .equ    BAR0_OF_SLOT_7, 0x80003810
        .equ    PANICKED, 1
_start:
        cli
        xorw    %ax, %ax
        movw    %ax, %ds
        lgdtl   table
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0                      # protected mode, just long enough to load a segment without limit
        movw    $8, %bx
        movw    %bx, %es
        andb    $0xfe, %al
        movl    %eax, %cr0
        movl    $BAR0_OF_SLOT_7, %eax
        movw    $PCI_ADDRESS, %dx
        outl    %eax, %dx
        movw    $PCI_DATA, %dx
        inl     %dx, %eax
        andb    $0xf0, %al
        movl    %eax, %edi
        movb    $PANICKED, %al
        addr32 movb %al, %es:(%edi)
stand:  hlt
        jmp     stand
        .balign 8
gdt:    .quad   0
        .quad   0x00cf92000000ffff
table:  .word   15
        .long   gdt
