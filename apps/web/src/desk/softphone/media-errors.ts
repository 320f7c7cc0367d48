import type { MediaFailure } from "./types.ts";

/** What the page knows about itself when it asks for a microphone. */
export interface MediaSurroundings {
  readonly isSecure: boolean;
  readonly hasMediaDevices: boolean;
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  if (typeof error !== "object" || error === null) return { name: "", message: String(error) };
  const name = "name" in error && typeof error.name === "string" ? error.name : "";
  const message = "message" in error && typeof error.message === "string" ? error.message : "";
  return { name, message };
}

/**
 * The true reason behind a failed getUserMedia. JsSIP calls each of them "User Denied Media Access", which sends people
 * to the permissions of a browser whose headset is merely unplugged.
 */
export function nameMediaFailure(error: unknown, { isSecure, hasMediaDevices }: MediaSurroundings): MediaFailure {
  if (!isSecure || !hasMediaDevices) return "insecure";
  const { name, message } = nameAndMessage(error);
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      if (/by system/i.test(message)) return "blocked_by_system";
      return /dismissed/i.test(message) ? "dismissed" : "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return "no_device";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in_use";
    default:
      return "unknown";
  }
}
