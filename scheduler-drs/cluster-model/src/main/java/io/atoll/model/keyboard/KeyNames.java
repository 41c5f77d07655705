package io.atoll.model.keyboard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The keys that may be pressed, by QEMU's names (QKeyCode). A name is a place on the keyboard, called after what a US keyboard
 * has there. Keys that switch the machine off or to sleep are not among them.
 */
public final class KeyNames {
    private static final String OTHERS = """
            shift shift_r ctrl ctrl_r alt alt_r meta_l meta_r menu
            esc tab ret spc backspace delete insert home end pgup pgdn up down left right
            minus equal bracket_left bracket_right semicolon apostrophe grave_accent backslash comma dot slash less
            caps_lock num_lock scroll_lock print sysrq pause
            kp_add kp_subtract kp_multiply kp_divide kp_enter kp_decimal""";

    public static final SortedSet<String> ALL = all();

    private KeyNames() {}

    private static SortedSet<String> all() {
        var names = new ArrayList<>(List.of(OTHERS.split("\\s+")));
        for (var letter = 'a'; letter <= 'z'; letter++) {
            names.add(String.valueOf(letter));
        }
        for (var digit = 0; digit <= 9; digit++) {
            names.add(String.valueOf(digit));
            names.add("kp_" + digit);
        }
        for (var function = 1; function <= 12; function++) {
            names.add("f" + function);
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
