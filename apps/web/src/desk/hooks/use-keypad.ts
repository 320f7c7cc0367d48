"use client";
import { useState } from "react";
import { type KeyFacts, keypadDigit } from "../model/shortcuts.ts";

/** The keypad of the call that is on: it belongs to one call, and the keyboard's digits are its own while it is open. */
export function useKeypad(liveCallId: string | null, press: (callId: string, digit: string) => void) {
  const [keypad, setKeypad] = useState<{ callId: string; sent: string } | null>(null);
  const isOpen = keypad !== null && keypad.callId === liveCallId;
  const onDigit = (digit: string): void => {
    if (!liveCallId) return;
    setKeypad((before) => ({ callId: liveCallId, sent: `${before?.sent ?? ""}${digit}` }));
    press(liveCallId, digit);
  };
  return {
    isOpen,
    sent: keypad?.sent ?? "",
    onDigit,
    close: (): void => setKeypad(null),
    toggle: (): void => {
      if (liveCallId) setKeypad(isOpen ? null : { callId: liveCallId, sent: "" });
    },
    /** Takes a key that is the keypad's; false leaves it to the desk. */
    takes: ({ key, focus, ctrl, meta, alt, repeat }: KeyFacts): boolean => {
      if (!isOpen || focus === "field" || focus === "overlay" || ctrl || meta || alt) return false;
      if (key === "Escape") {
        setKeypad(null);
        return true;
      }
      const digit = repeat ? null : keypadDigit(key);
      if (digit) onDigit(digit);
      return digit !== null;
    },
  };
}

export type Keypad = ReturnType<typeof useKeypad>;
