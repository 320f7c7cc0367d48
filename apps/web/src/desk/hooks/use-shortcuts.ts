"use client";
import { useEffect, useRef } from "react";
import { focusOf, type KeyFacts, type ShortcutAction, shortcutOf } from "../model/shortcuts.ts";

function factsOf(event: KeyboardEvent): KeyFacts {
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    repeat: event.repeat,
    composing: event.isComposing,
    focus: focusOf(document.activeElement),
  };
}

/**
 * Hears the desk's keys. `onKey` comes first and takes what it answers true to, e.g. an open keypad its digits.
 */
export function useShortcuts(
  onAction: (action: ShortcutAction) => void,
  onKey: (press: KeyFacts) => boolean = () => false,
): void {
  const latest = useRef({ onAction, onKey });
  latest.current = { onAction, onKey };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const press = factsOf(event);
      if (latest.current.onKey(press)) {
        event.preventDefault();
        return;
      }
      const action = shortcutOf(press);
      if (!action) return;
      event.preventDefault();
      latest.current.onAction(action);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
