import { until } from "./until.ts";

/** A simulated far end: what its Asterisk is asked with, and by which extension its channel is known. */
export interface FarEnd {
  readonly at: { console(command: string): Promise<string> };
  readonly exten: string;
}

/** The far end's channel, as soon as there is one. */
export async function channelAt(end: FarEnd): Promise<string> {
  return until(`a channel of ${end.exten}`, async () =>
    channelOf(await end.at.console("core show channels concise"), end.exten),
  );
}

/** The far end puts down the receiver. */
export async function putDown(end: FarEnd): Promise<void> {
  await end.at.console(`channel request hangup ${await channelAt(end)}`);
}

/** Lines such as `PJSIP/pbx-00000001!phone!d-12!3!Up!…`. */
function channelOf(table: string, exten: string): string | undefined {
  return table
    .split("\n")
    .map((line) => line.split("!"))
    .find((fields) => fields[2] === exten)?.[0];
}
