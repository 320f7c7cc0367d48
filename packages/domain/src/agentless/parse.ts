import { z } from "zod";
import { parseWith } from "../parse.ts";
import { AGENTLESS_KEYS, type AgentlessScript, type AnsweringMachine } from "./types.ts";

/** What the PBX can play: a sound of its own, or a recording. */
const media = z.string().regex(/^(sound|recording):[A-Za-z0-9_./-]{1,200}$/, 'must be "sound:…" or "recording:…"');

const keyAction = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("answer"), disposition: z.string().min(1).max(64), media: media.optional() }),
  z.strictObject({ do: z.literal("do_not_call"), media: media.optional() }),
  z.strictObject({ do: z.literal("repeat") }),
  z.strictObject({ do: z.literal("agent") }),
]);

const script = z
  .strictObject({
    media,
    repeat: z.int().min(1).max(5),
    waitMs: z.int().min(0).max(30_000),
    keys: z.partialRecord(z.enum(AGENTLESS_KEYS), keyAction),
  })
  .refine(({ keys, waitMs }) => Object.keys(keys).length === 0 || waitMs >= 1_000, {
    path: ["waitMs"],
    message: "must leave a second at least to press a key",
  });

/**
 * Parses the script of a campaign without agents, strictly. That its dispositions exist is the campaign's business.
 *
 * @throws CallbayError AGENTLESS_SCRIPT_INVALID; `details.path` names the field ("keys.1.disposition").
 */
export function parseAgentlessScript(json: unknown): AgentlessScript {
  return parseWith(script, json, "AGENTLESS_SCRIPT_INVALID", "automated script");
}

const machine = z
  .discriminatedUnion("detect", [
    z.strictObject({ detect: z.literal(false) }),
    z.strictObject({
      detect: z.literal(true),
      action: z.enum(["hangup", "message"]),
      media: media.optional(),
      unsure: z.enum(["human", "machine"]).default("human"),
    }),
  ])
  .refine((value) => !value.detect || value.action !== "message" || value.media !== undefined, {
    path: ["media"],
    message: "must name the message that is left",
  });

/**
 * Parses what a campaign does about answering machines. Who is not sure counts as a person unless it says otherwise.
 *
 * @throws CallbayError ANSWERING_MACHINE_INVALID; `details.path` names the field.
 */
export function parseAnsweringMachine(json: unknown): AnsweringMachine {
  return parseWith(machine, json, "ANSWERING_MACHINE_INVALID", "rule for answering machines");
}
