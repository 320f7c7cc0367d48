import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";

/** No value that anybody could send begins with it. */
const PREFIX = `large-text:${randomUUID()}:`;
const waiting = new Map<string, string>();
let count = 0;

/**
 * Sends a statement with texts too large to be kept. Prisma keeps the last thousand statements with their parameters, and
 * a closing that links a million calls would keep every one of their ids. The statement is written with the short names
 * that `send` is given; each becomes its text on the way to Postgres.
 */
export async function withLargeTexts<T>(
  texts: readonly string[],
  send: (names: readonly string[]) => Promise<T>,
): Promise<T> {
  const names = texts.map((text) => {
    count += 1;
    const name = `${PREFIX}${count}`;
    waiting.set(name, text);
    return name;
  });
  try {
    return await send(names);
  } finally {
    for (const name of names) waiting.delete(name);
  }
}

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;
type Transaction = Awaited<ReturnType<Adapter["startTransaction"]>>;
type Query = Parameters<Transaction["executeRaw"]>[0];

/** Postgres for Prisma, where a large text's name in a statement's parameters becomes the text. */
export class PrismaPgWithLargeTexts extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => {
      const transaction = await start(level);
      const execute = transaction.executeRaw.bind(transaction);
      transaction.executeRaw = (query) => execute(spelledOut(query));
      return transaction;
    };
    return adapter;
  }
}

function spelledOut(query: Query): Query {
  if (waiting.size === 0) return query;
  return { ...query, args: query.args.map((arg) => (typeof arg === "string" ? (waiting.get(arg) ?? arg) : arg)) };
}
