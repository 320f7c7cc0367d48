import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { UA } from "jssip/lib/UA.js";
import { RelaySocket } from "./relay-socket.ts";
import { REGISTER_SECONDS, RENEW_MS } from "./renewal.ts";
import type { PhoneAccess } from "./types.ts";

/** What a line tells. */
export interface LineEvents {
  registered(): void;
  lost(): void;
  registrationFailed(final: boolean): void;
  offered(): void;
  legUp(): void;
  legEnded(): void;
  renegotiated(): void;
  path(state: RTCIceConnectionState): void;
  remoteStream(stream: MediaStream): void;
}

/** One registration at the exchange and the leg over it; all of JsSIP is in here. */
export interface Line {
  open(): void;
  close(): void;
  register(): void;
  /** Tries now what a timer would try later. */
  wake(): void;
  dropLink(): void;
  onLife(listener: () => void): void;
  answer(stream: MediaStream): void;
  declineOffer(): void;
  endOldLeg(): void;
  renegotiate(): void;
  setMuted(muted: boolean): void;
  connection(): RTCPeerConnection | null;
}

/** One network: no ICE servers, and candidates are there at once. */
const PEER: RTCConfiguration = { iceServers: [], bundlePolicy: "max-bundle" };
/** A host with many interfaces gathers for long; what was found until then suffices. */
const GATHER_MS = 400;
/** It does not know us, or knows us by another password: more of the same helps little. */
const FINAL_STATUS = new Set([401, 403, 404, 407]);

/** Builds a line; JsSIP, which is large and touches the window, is loaded with the first one. */
export async function createLine(access: PhoneAccess, events: LineEvents): Promise<Line> {
  const JsSIP = await import("jssip");
  const socket = new RelaySocket(access.relayUrl);
  const ua: UA = new JsSIP.UA({
    sockets: socket,
    uri: access.uri,
    authorization_user: access.username,
    password: access.password,
    register: true,
    register_expires: REGISTER_SECONDS,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 8,
  });
  /** Rings and is not answered yet. */
  let offer: RTCSession | null = null;
  let leg: RTCSession | null = null;
  let previous: RTCSession | null = null;

  const watchLeg = (session: RTCSession): void => {
    const isOurs = (): boolean => session === leg || session === offer;
    session.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", ({ track, streams }) => {
        if (isOurs()) events.remoteStream(streams[0] ?? new MediaStream([track]));
      });
      peerconnection.addEventListener("iceconnectionstatechange", () => {
        if (isOurs()) events.path(peerconnection.iceConnectionState);
      });
    });
    let gathering: ReturnType<typeof setTimeout> | null = null;
    session.on("icecandidate", ({ ready }) => {
      gathering ??= setTimeout(ready, GATHER_MS);
    });
    session.on("confirmed", () => {
      if (isOurs()) events.legUp();
    });
    const ended = (): void => {
      if (gathering) clearTimeout(gathering);
      if (session === previous) previous = null;
      if (!isOurs()) return;
      leg = null;
      offer = null;
      events.legEnded();
    };
    session.on("ended", ended);
    session.on("failed", ended);
  };

  ua.on("registered", () => events.registered());
  ua.on("disconnected", () => events.lost());
  ua.on("registrationFailed", ({ response }) => {
    // Without an answer it is the link that failed; `disconnected` tells that.
    if (ua.isConnected()) events.registrationFailed(FINAL_STATUS.has(response?.status_code ?? 0));
  });
  ua.on("newRTCSession", ({ session }: { session: RTCSession }) => {
    if (String(session.direction) !== "incoming") return;
    previous = leg ?? offer;
    leg = null;
    offer = session;
    watchLeg(session);
    events.offered();
  });

  let renewal: ReturnType<typeof setInterval> | null = null;
  return {
    open: () => {
      ua.start();
      renewal = setInterval(() => {
        if (ua.isRegistered()) ua.register();
      }, RENEW_MS);
    },
    close: () => {
      if (renewal) clearInterval(renewal);
      ua.stop();
    },
    register: () => ua.register(),
    wake: () => {
      if (socket.isConnected()) ua.register();
      else socket.connect();
    },
    dropLink: () => socket.drop(),
    onLife: (listener) => {
      socket.onlife = listener;
    },
    answer: (mediaStream) => {
      if (!offer) return;
      leg = offer;
      offer = null;
      leg.answer({ mediaStream, pcConfig: PEER });
    },
    declineOffer: () => {
      offer?.terminate({ status_code: 480 });
      offer = null;
    },
    endOldLeg: () => {
      if (previous && !previous.isEnded()) previous.terminate();
      previous = null;
    },
    renegotiate: () => {
      if (!leg?.isReadyToReOffer()) return;
      leg.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, () => events.renegotiated());
    },
    setMuted: (muted) => {
      if (muted) leg?.mute({ audio: true });
      else leg?.unmute({ audio: true });
    },
    connection: () => leg?.connection ?? null,
  };
}
