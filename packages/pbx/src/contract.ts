import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PbxControl, PbxEvent } from "./port.ts";

/** A node under test, with callees of known behaviour. */
export interface ContractSubject {
  readonly pbx: PbxControl;
  /** An endpoint of each kind of callee. */
  readonly endpoints: Readonly<Record<"waiter" | "busy" | "rejects" | "no_answer" | "machine" | "greeter", string>>;
  /** Waits until `ask` answers something true; turns the clock where there is one. */
  until<T>(what: string, ask: () => T | undefined | false): Promise<T>;
  /** Registers a softphone for an account that was put. */
  register(account: { username: string; password: string }): Promise<void>;
  close(): Promise<void>;
}

type EventOf<T extends PbxEvent["type"]> = Extract<PbxEvent, { type: T }>;

function isOf<T extends PbxEvent["type"]>(event: PbxEvent, type: T): event is EventOf<T> {
  return event.type === type;
}

/** What every adapter of the port must do alike; run against the emulator and against real Asterisk. */
export function pbxContract(name: string, make: () => Promise<ContractSubject>): void {
  describe(`PbxControl: ${name}`, () => {
    let subject: ContractSubject;
    let pbx: PbxControl;
    const events: PbxEvent[] = [];
    let serial = 0;
    const unique = (kind: string) => {
      serial += 1;
      return `${kind}-${name}-${serial}`;
    };
    const place = async (callee: keyof ContractSubject["endpoints"], timeoutMs = 10_000) => {
      const channelId = unique("channel");
      const endpoint = subject.endpoints[callee];
      await pbx.originate({ channelId, endpoint, callerId: "02012345678", timeoutMs });
      return channelId;
    };
    const of = (channelId: string) => events.filter((event) => "channelId" in event && event.channelId === channelId);
    const told = <T extends PbxEvent["type"]>(type: T, fits: (event: EventOf<T>) => boolean) =>
      subject.until(type, () => events.find((event): event is EventOf<T> => isOf(event, type) && fits(event)));
    const onChannel = (id: string) => (event: { channelId: string }) => event.channelId === id;

    beforeAll(async () => {
      subject = await make();
      pbx = subject.pbx;
      pbx.on((event) => events.push(event));
      await pbx.start();
    }, 120_000);
    afterAll(() => subject?.close());

    test("says that it is connected, and answers", async () => {
      expect(pbx.connected).toBe(true);
      expect(await pbx.reach()).toBe("answers");
      expect(events[0]?.type).toBe("connected");
    });

    test("rings, answers, and tells a channel's life in order", async () => {
      const id = await place("waiter");
      await told("answered", onChannel(id));
      expect(await pbx.channelState(id)).toBe("up");
      await pbx.hangup(id);
      await told("destroyed", onChannel(id));
      expect(of(id).map(({ type }) => type)).toEqual(["ringing", "answered", "destroyed"]);
      expect(await pbx.channelState(id)).toBeNull();
      // Already gone is what was wanted.
      await pbx.hangup(id);
    });

    test("refuses a channel id that is in use: it rang already", async () => {
      const id = await place("waiter");
      const again = { channelId: id, endpoint: subject.endpoints.waiter, callerId: "1", timeoutMs: 5_000 };
      await expect(pbx.originate(again)).rejects.toMatchObject({ code: "CHANNEL_EXISTS" });
      await told("answered", onChannel(id));
      await pbx.hangup(id);
    });

    test("names the cause of what is not answered", async () => {
      const [busy, rejects, silent] = [await place("busy"), await place("rejects"), await place("no_answer", 1_000)];
      expect((await told("destroyed", onChannel(busy))).cause).toBe(17);
      expect((await told("destroyed", onChannel(rejects))).cause).toBe(21);
      expect((await told("destroyed", onChannel(silent))).cause).toBe(19);
    });

    test("joins channels in a bridge, shows them, and parts them", async () => {
      const bridgeId = unique("bridge");
      await pbx.createBridge(bridgeId);
      // There already is what was wanted.
      await pbx.createBridge(bridgeId);
      const [a, b] = [await place("waiter"), await place("waiter")];
      for (const id of [a, b]) {
        await told("answered", onChannel(id));
        await pbx.addToBridge(bridgeId, id);
        await told("enteredBridge", (event) => event.channelId === id && event.bridgeId === bridgeId);
      }
      const bridge = (await pbx.snapshot()).bridges.find(({ id }) => id === bridgeId);
      expect([...(bridge?.channelIds ?? [])].sort()).toEqual([a, b].sort());
      await pbx.removeFromBridge(bridgeId, a);
      await told("leftBridge", onChannel(a));
      await pbx.startMusic(a);
      await pbx.stopMusic(a);
      await pbx.mute(b, "in");
      await pbx.unmute(b, "in");
      await pbx.sendDtmf(b, "12#");
      await pbx.hangup(a);
      await pbx.hangup(b);
      await pbx.destroyBridge(bridgeId);
      await pbx.destroyBridge(bridgeId);
      const left = await pbx.snapshot();
      expect(left.bridges.some(({ id }) => id === bridgeId)).toBe(false);
    });

    test("a channel that is gone cannot be joined", async () => {
      const bridgeId = unique("bridge");
      await pbx.createBridge(bridgeId);
      await expect(pbx.addToBridge(bridgeId, unique("nobody"))).rejects.toMatchObject({ code: "NOT_FOUND" });
      await pbx.destroyBridge(bridgeId);
    });

    test("records a bridge and hands the recording over", async () => {
      const [bridgeId, recording] = [unique("bridge"), unique("recording")];
      await pbx.createBridge(bridgeId);
      const id = await place("waiter");
      await told("answered", onChannel(id));
      await pbx.addToBridge(bridgeId, id);
      await pbx.startRecording(bridgeId, recording);
      expect(await pbx.recordingState(recording)).toBe("recording");
      await pbx.stopRecording(recording);
      await told("recordingFinished", (event) => event.name === recording);
      expect(await pbx.recordingState(recording)).toBe("stored");
      const bytes = await new Response(await pbx.fetchRecording(recording)).arrayBuffer();
      expect(bytes.byteLength).toBeGreaterThanOrEqual(44);
      await pbx.deleteRecording(recording);
      expect(await pbx.recordingState(recording)).toBeNull();
      await expect(pbx.fetchRecording(recording)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await pbx.hangup(id);
      await pbx.destroyBridge(bridgeId);
    });

    test("plays a message and tells its end", async () => {
      const id = await place("waiter");
      await told("answered", onChannel(id));
      const playbackId = unique("playback");
      await pbx.play(id, playbackId, "sound:vm-goodbye");
      await told("playbackFinished", (event) => event.playbackId === playbackId);
      await pbx.hangup(id);
    });

    test("stops a message, and says that it is over", async () => {
      const id = await place("waiter");
      await told("answered", onChannel(id));
      const playbackId = unique("playback");
      await pbx.play(id, playbackId, "sound:demo-congrats");
      await pbx.stopPlaying(playbackId);
      await told("playbackFinished", (event) => event.playbackId === playbackId);
      await pbx.stopPlaying(playbackId);
      await pbx.hangup(id);
    });

    test("tells a person from a machine, and hands both back", async () => {
      const [person, machine] = [await place("greeter"), await place("machine")];
      await told("answered", onChannel(person));
      await pbx.detectMachine(person);
      // While the node listens, which it does for a second at least, the channel is not ours to play to.
      await expect(pbx.play(person, unique("playback"), "sound:vm-goodbye")).rejects.toMatchObject({ code: "REFUSED" });
      await told("answered", onChannel(machine));
      await pbx.detectMachine(machine);
      expect((await told("detected", onChannel(person))).verdict).toBe("human");
      const playbackId = unique("playback");
      await pbx.play(person, playbackId, "sound:vm-goodbye");
      await pbx.hangup(person);
      expect((await told("detected", onChannel(machine))).verdict).toBe("machine");
      await pbx.awaitSilence(machine);
      expect((await told("fellSilent", onChannel(machine))).heard).toBe(true);
      await pbx.play(machine, unique("playback"), "sound:vm-goodbye");
      await pbx.hangup(machine);
      await told("destroyed", onChannel(machine));
      expect(of(machine).filter(({ type }) => type === "answered")).toHaveLength(1);
    });

    test("a channel that ends while the node listens has its end, and no verdict", async () => {
      const id = await place("machine");
      await told("answered", onChannel(id));
      await pbx.detectMachine(id);
      await pbx.hangup(id);
      await told("destroyed", onChannel(id));
      expect(of(id).map(({ type }) => type)).toEqual(["ringing", "answered", "destroyed"]);
    });

    test("copies a channel, which does not mind, and the copy ends with it", async () => {
      const id = await place("waiter");
      await told("answered", onChannel(id));
      const [first, second] = [unique("copy"), unique("copy")];
      const copy = { of: id, spy: "both", whisper: "none" } as const;
      await pbx.snoop({ ...copy, channelId: first });
      await told("answered", onChannel(first));
      expect((await pbx.snapshot()).channels.find((one) => one.id === first)).toMatchObject({ state: "up" });
      await pbx.hangup(first);
      await told("destroyed", onChannel(first));
      expect(await pbx.channelState(id)).toBe("up");
      await pbx.snoop({ ...copy, channelId: second, whisper: "both" });
      await told("answered", onChannel(second));
      await pbx.hangup(id);
      await told("destroyed", onChannel(second));
      await expect(pbx.snoop({ ...copy, channelId: unique("copy") })).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    test("knows who is registered, rings them, and forgets an account", async () => {
      const account = { username: unique("phone"), password: "secret", kind: "sip" as const };
      await pbx.putAccount(account);
      expect(await pbx.isRegistered(account.username)).toBe(false);
      await subject.register(account);
      await told("registration", (event) => event.username === account.username && event.registered);
      expect(await pbx.isRegistered(account.username)).toBe(true);
      const channelId = unique("leg");
      const endpoint = `PJSIP/${account.username}`;
      await pbx.originate({ channelId, endpoint, callerId: "callbay", timeoutMs: 5_000 });
      await told("answered", onChannel(channelId));
      await pbx.hangup(channelId);
      await told("destroyed", onChannel(channelId));
      await pbx.removeAccount(account.username);
      // Asterisk keeps an endpoint for as long as the last thread of its last channel holds it.
      await expect.poll(() => pbx.isRegistered(account.username), { timeout: 60_000 }).toBe(false);
    });
  });
}
