/** A word by which a customer says in a text message that they want no more. */
export interface StopWord {
  /** As the table has it. */
  readonly word: string;
  readonly language: string;
}

/**
 * The words, by language. English: the seven that the United States take as a revocation by themselves, and what
 * carriers add to them. Chinese: what messages have to offer there ("拒收请回复R", "退订回T").
 *
 * Source: 47 CFR 64.1200(a)(10); CTIA Messaging Principles 5.1.3; Measures on the Administration of Short Message
 * Services (MIIT order 31), article 20; the words of the mobile operators elsewhere.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ["stop", "stop all", "stopall", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe"],
  zh: ["td", "t", "r", "n", "退订", "退訂", "退定", "拒收", "取消", "取消订阅", "取消訂閱", "停止"],
  de: ["stopp", "abmelden", "abbestellen"],
  fr: ["arret", "desinscription", "desabonner"],
  es: ["baja", "alto", "parar", "cancelar", "detener"],
  pt: ["sair", "pare", "remover"],
  it: ["annulla", "cancella", "disiscrivi"],
  nl: ["afmelden", "uitschrijven"],
  pl: ["rezygnuje", "wypisz"],
  ja: ["配信停止", "解除"],
  ko: ["수신거부", "중지"],
};

const KNOWN: ReadonlyMap<string, StopWord> = new Map(
  Object.entries(WORDS).flatMap(([language, words]) => words.map((word) => [word, { word, language }] as const)),
);

/**
 * The stop word that a message is, or null. Strict, since "end" and "T" are also ordinary words: the message has to be
 * the word alone. Case, accents, full-width letters, spaces and signs around or between do not matter, nor does saying
 * it more than once ("STOP STOP!!"). Anything else a person has to read.
 */
export function stopWord(text: string): StopWord | null {
  // Longer than any of them said thrice.
  if (text.length > 100) return null;
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  const known = KNOWN.get(plain);
  if (known) return known;
  const said = new Set(plain.split(" "));
  return said.size === 1 ? (KNOWN.get([...said][0] ?? "") ?? null) : null;
}
