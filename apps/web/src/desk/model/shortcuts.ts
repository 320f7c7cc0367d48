/** What a key does at the desk. */
export type ShortcutAction =
  | "goOnDuty"
  | "goOnPhone"
  | "ready"
  | "pause"
  | "goOff"
  | "mute"
  | "hold"
  | "keypad"
  | "hangUp"
  | "pauseAfter"
  | "note"
  | "submit"
  | "skip"
  | "dial"
  | "wasMachine"
  | "conference"
  | "handOver"
  | "doNotCall"
  | "help"
  | { readonly disposition: number };

/** A key press, and where the keyboard is. */
export interface KeyFacts {
  readonly key: string;
  /** The key's place, which does not move with the layout or with an input method. */
  readonly code: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** Held down: a key acts once. */
  readonly repeat: boolean;
  /** An input method is composing: its Enter chooses a character. */
  readonly composing: boolean;
  readonly focus: "page" | "field" | "control" | "overlay";
}

const PLAIN: Readonly<Record<string, ShortcutAction>> = {
  KeyD: "goOnDuty",
  KeyR: "ready",
  KeyP: "pause",
  KeyM: "mute",
  KeyH: "hold",
  KeyK: "keypad",
  KeyB: "pauseAfter",
  KeyN: "note",
  KeyS: "skip",
  KeyT: "dial",
  KeyX: "wasMachine",
  KeyC: "conference",
};
/** What cannot be undone takes two fingers. */
const SHIFTED: Readonly<Record<string, ShortcutAction>> = {
  KeyO: "goOff",
  KeyE: "hangUp",
  KeyX: "doNotCall",
  KeyD: "goOnPhone",
  KeyT: "handOver",
};

/** The action of a key, or null. Nothing fires while somebody types, nor under a dialog or a menu. */
export function shortcutOf(press: KeyFacts): ShortcutAction | null {
  if (press.composing || press.repeat || press.ctrl || press.alt || press.meta) return null;
  if (press.focus === "field" || press.focus === "overlay") return null;
  if (press.key === "?") return "help";
  if (press.key === "Enter") return press.focus === "page" ? "submit" : null;
  if (press.shift) return SHIFTED[press.code] ?? null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit) return { disposition: Number(digit) };
  return PLAIN[press.code] ?? null;
}

/** Where the keyboard is, for an element that has it. */
export function focusOf(element: Element | null): KeyFacts["focus"] {
  if (!element) return "page";
  if (element.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]')) return "overlay";
  if (element.closest('input, textarea, select, [contenteditable="true"], [role="combobox"]')) return "field";
  // A chosen disposition is still "the page": Enter there sends, as everywhere.
  if (element.closest('[role="radio"]')) return "page";
  const control = element.closest('button, a, [role="button"], summary');
  // Enter belongs to a control that was reached by keyboard; one that was clicked merely kept the focus.
  return control?.matches(":focus-visible") ? "control" : "page";
}

/** The keypad's digit for a key, or null. */
export function keypadDigit(key: string): string | null {
  return /^[0-9*#]$/.test(key) ? key : null;
}

/** The number of a script's choice for Alt with a digit, also while somebody types; 0 is a step back, null neither. */
export function choiceOfKey(press: {
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
}): number | null {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.repeat) return null;
  const digit = /^Digit([0-9])$/.exec(press.code)?.[1];
  return digit === undefined ? null : Number(digit);
}
