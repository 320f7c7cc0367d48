/**
 * Phone numbers of a list brought into E.164: by the tables made of libphonenumber's metadata, against libphonenumber-js
 * alone, in turns; and the two against each other over ten million strings, right and wrong.
 */
import { anyPhone, normalisePhone } from "@callbay/domain/phone";
import { plainPhone } from "@callbay/domain/phone/plain";
import { type BenchContext, median, rounded } from "./figure.ts";
import { anyWritten, listedPhone, seeded } from "./import-phones.ts";

const NUMBERS = 200_000;
const ROUNDS = 5;
const FUZZED = 10_000_000;

export async function run({ print, say }: BenchContext): Promise<void> {
  const below = seeded(1);
  const numbers = Array.from({ length: NUMBERS }, () => listedPhone(below));
  const perSecond = (normalise: typeof normalisePhone): number => {
    const started = performance.now();
    let accepted = 0;
    for (const { raw, country } of numbers) if (normalise(raw, country).ok) accepted += 1;
    if (accepted < NUMBERS / 2) throw new Error(`Only ${accepted} of ${NUMBERS} numbers are numbers`);
    return NUMBERS / ((performance.now() - started) / 1000);
  };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(perSecond(normalisePhone));
    theirs.push(perSecond(anyPhone));
  }
  const ratio = median(ours.map((value, round) => value / (theirs[round] ?? value)));
  print({
    bench: "import",
    figure: "numbers of a list normalised",
    unit: "numbers/s",
    ours: Math.round(median(ours)),
    baseline: Math.round(median(theirs)),
    baselineName: "libphonenumber-js",
    ratio: rounded(ratio),
    goal: "ratio >= 30",
    pass: ratio >= 30,
    n: NUMBERS,
  });

  let decided = 0;
  let disagreed = 0;
  const fuzz = seeded(2);
  for (let i = 0; i < FUZZED; i += 1) {
    if (i > 0 && i % 1_000_000 === 0) say(`  ${i.toLocaleString("en")} strings …`);
    const { raw, country } = anyWritten(fuzz);
    const plain = plainPhone(raw, country);
    if (plain === null) continue;
    decided += 1;
    const full = anyPhone(raw, country);
    const same = plain.ok
      ? full.ok && full.e164 === plain.e164 && full.country === plain.country
      : !full.ok && full.reason === plain.reason;
    if (same) continue;
    disagreed += 1;
    say(
      `  ${JSON.stringify(raw)} of ${country}: ${JSON.stringify(plain)}, libphonenumber says ${JSON.stringify(full)}`,
    );
  }
  print({
    bench: "import",
    figure: "strings on which tables and libphonenumber-js disagree (number, country or refusal)",
    unit: "strings",
    ours: disagreed,
    baseline: decided,
    baselineName: "strings that the tables decided; the others are libphonenumber's",
    ratio: null,
    goal: "0 of 10 million",
    pass: disagreed === 0 && decided > FUZZED / 3,
    n: FUZZED,
  });
}
