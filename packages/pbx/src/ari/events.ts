import { z } from "zod";
import type { PbxEvent } from "../port.ts";

const channel = z.object({ id: z.string(), state: z.string() });
const bridge = z.object({ id: z.string() });
const timestamp = z.string();

/** Of Asterisk's events, those we act on, and of their fields, those we read. */
const ariEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ChannelStateChange"), timestamp, channel }),
  z.object({ type: z.literal("Dial"), timestamp, peer: z.object({ id: z.string() }), dialstatus: z.string() }),
  z.object({ type: z.literal("StasisStart"), timestamp, channel, args: z.array(z.string()).default([]) }),
  z.object({ type: z.literal("ChannelEnteredBridge"), timestamp, channel, bridge }),
  z.object({ type: z.literal("ChannelLeftBridge"), timestamp, channel, bridge }),
  z.object({ type: z.literal("ChannelDtmfReceived"), timestamp, channel, digit: z.string() }),
  z.object({ type: z.literal("ChannelDestroyed"), timestamp, channel, cause: z.number() }),
  z.object({ type: z.literal("PlaybackFinished"), timestamp, playback: z.object({ id: z.string() }) }),
  z.object({
    type: z.literal("RecordingFinished"),
    timestamp,
    recording: z.object({ name: z.string(), duration: z.number().optional() }),
  }),
  z.object({
    type: z.literal("RecordingFailed"),
    timestamp,
    recording: z.object({ name: z.string(), cause: z.string().optional() }),
  }),
]);

/** A change of somebody's registration; which way it went is asked anew, because contacts replace each other. */
const registrationEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ContactStatusChange"), endpoint: z.object({ resource: z.string() }) }),
  z.object({ type: z.literal("EndpointStateChange"), endpoint: z.object({ resource: z.string() }) }),
]);

/** Reads one event in our words; null for what does not concern us. */
export function readEvent(raw: unknown): PbxEvent | null {
  const parsed = ariEvent.safeParse(raw);
  if (!parsed.success) return null;
  const event = parsed.data;
  const at = readTime(event.timestamp);
  switch (event.type) {
    case "ChannelStateChange":
      return event.channel.state === "Ringing" ? { type: "ringing", channelId: event.channel.id, at } : null;
    case "Dial":
      return event.dialstatus === "PROGRESS" ? { type: "progress", channelId: event.peer.id, at } : null;
    case "StasisStart":
      return readStart(event.channel.id, event.args, at);
    case "ChannelEnteredBridge":
      return { type: "enteredBridge", channelId: event.channel.id, bridgeId: event.bridge.id, at };
    case "ChannelLeftBridge":
      return { type: "leftBridge", channelId: event.channel.id, bridgeId: event.bridge.id, at };
    case "ChannelDtmfReceived":
      return { type: "dtmf", channelId: event.channel.id, digit: event.digit, at };
    case "ChannelDestroyed":
      return { type: "destroyed", channelId: event.channel.id, cause: event.cause, at };
    case "PlaybackFinished":
      return { type: "playbackFinished", playbackId: event.playback.id, at };
    case "RecordingFinished": {
      const { name, duration } = event.recording;
      return { type: "recordingFinished", name, at, durationMs: duration === undefined ? null : duration * 1_000 };
    }
    case "RecordingFailed":
      return { type: "recordingFailed", name: event.recording.name, at, cause: event.recording.cause ?? "unknown" };
  }
}

/** A channel comes to us: it answered, or the dialplan hands it back with what it found (see the node's dialplan). */
function readStart(channelId: string, [why, ...found]: readonly string[], at: Date): PbxEvent {
  if (why === "detected") {
    const [status = "", cause = ""] = found;
    return { type: "detected", channelId, verdict: readVerdict(status, cause), cause, at };
  }
  if (why === "silence") return { type: "fellSilent", channelId, heard: found[0] === "SILENCE", at };
  return { type: "answered", channelId, at };
}

/** Asterisk calls silence after the answer a machine. A person who waits for us to speak is silent too. */
function readVerdict(status: string, cause: string): "human" | "machine" | "unsure" {
  if (status === "HUMAN") return "human";
  return status === "MACHINE" && !cause.startsWith("INITIALSILENCE") ? "machine" : "unsure";
}

/** The account whose registration may have changed, or null. */
export function readRegistration(raw: unknown): string | null {
  const parsed = registrationEvent.safeParse(raw);
  return parsed.success ? parsed.data.endpoint.resource : null;
}

/** Asterisk writes `2026-11-22T02:43:24.758+0000`, without the colon that ISO 8601 wants. */
export function readTime(text: string): Date {
  const time = new Date(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  if (Number.isNaN(time.getTime())) throw new Error(`not a time of the PBX: ${text}`);
  return time;
}
