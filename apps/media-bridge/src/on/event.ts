import type { PbxEvent } from "@callbay/services/node/pbx";
import type { Floor } from "../floor.ts";
import { onAnswered } from "./answered.ts";
import { onDestroyed } from "./destroyed.ts";
import { onDetected, onFellSilent } from "./detected.ts";
import { onDtmf } from "./dtmf.ts";
import { onEnteredBridge } from "./entered-bridge.ts";
import { onPlaybackFinished } from "./playback.ts";
import { onRecordingFailed, onRecordingFinished } from "./recording.ts";
import { onRegistration } from "./registration.ts";
import { onProgress, onRinging } from "./ringing.ts";

/** Hands a PBX event to its handler. Connections are the owner's business; leaving a bridge is always our own doing. */
export function handleEvent(floor: Floor, event: PbxEvent): void {
  switch (event.type) {
    case "ringing":
      onRinging(floor, event.channelId, event.at);
      break;
    case "progress":
      onProgress(floor, event.channelId);
      break;
    case "answered":
      onAnswered(floor, event.channelId, event.at);
      break;
    case "enteredBridge":
      onEnteredBridge(floor, event.channelId, event.bridgeId, event.at);
      break;
    case "destroyed":
      onDestroyed(floor, event.channelId, event.cause, event.at);
      break;
    case "dtmf":
      onDtmf(floor, event.channelId, event.digit, event.at);
      break;
    case "playbackFinished":
      onPlaybackFinished(floor, event.playbackId);
      break;
    case "detected":
      onDetected(floor, event);
      break;
    case "fellSilent":
      onFellSilent(floor, event.channelId, event.heard);
      break;
    case "recordingFinished":
      onRecordingFinished(floor, event.name, event.at);
      break;
    case "recordingFailed":
      onRecordingFailed(floor, event.name, event.cause, event.at);
      break;
    case "registration":
      onRegistration(floor, event.username, event.registered);
      break;
    case "leftBridge":
    case "connected":
    case "disconnected":
      break;
  }
}
