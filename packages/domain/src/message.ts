/** A text that a screen, mail or PDF says in the reader's language: a key of the message catalogue and its values. */
export interface Message {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}
