/**
 * A telephone of a few lines for the benches: SIP over UDP, G.711 both ways. It answers every call at once, sends a
 * pattern of its own from that instant on, and knows when it first heard a given other pattern. No jitter buffer, no
 * transcoding: what it hears is a packet on the wire.
 */
import { createHash, randomUUID } from "node:crypto";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";

const HOST = "127.0.0.1";
const PACKET_MS = 20;
/** G.711 at 8 kHz. */
const PACKET_BYTES = 160;
const RTP_HEADER_BYTES = 12;
/** Most of a packet must be the pattern: a packet that begins in silence is not yet heard. */
const HEARD_SHARE = 0.9;

export interface SipCall {
  /** The byte that this end says. */
  readonly pattern: number;
  /** performance.now() when the answer went out. */
  readonly answeredAt: number;
  /** Resolves with performance.now() at the first packet that carries this pattern after `since`. */
  heard(pattern: number, since?: number): Promise<number>;
  /** Puts the receiver down. */
  hangup(): void;
  /** Resolves when either side has hung up. */
  readonly ended: Promise<void>;
}

export interface SipPhone {
  readonly port: number;
  /** Called with each call, when its answer has gone out. */
  onCall: (call: SipCall) => void;
  /** Registers at a registrar, with digest authentication when it asks for it. */
  register(to: { host: string; port: number; username: string; password: string }): Promise<void>;
  close(): void;
}

/** @param patternOf the byte, 0–255, that this phone says for the whole of its nth call */
export async function openSipPhone(patternOf: (call: number) => number): Promise<SipPhone> {
  const sip = await bound();
  const calls = new Map<string, LiveCall>();
  const answers = new Map<string, (message: Message) => void>();
  let serial = 0;
  const reply = (from: RemoteInfo, request: Message, status: string, extra: readonly string[] = [], body = "") =>
    sip.send(response(request, status, extra, body), from.port, from.address);

  sip.on("message", (bytes, from) => {
    const message = parse(bytes.toString());
    if (!message) return;
    const callId = message.headers.get("call-id") ?? "";
    if (message.first.startsWith("SIP/2.0")) {
      answers.get(callId)?.(message);
      return;
    }
    const method = message.first.split(" ")[0];
    const contact = `Contact: <sip:bench@${HOST}:${sip.address().port}>`;
    if (method === "ACK") {
      calls.get(callId)?.confirm();
      return;
    }
    if (method === "INVITE") {
      const known = calls.get(callId);
      if (known) {
        reply(from, message, "200 OK", [contact, "Content-Type: application/sdp"], sdp(known.port));
        return;
      }
      const bye = () => {
        calls.delete(callId);
        sip.send(byeOf(message, sip.address().port), from.port, from.address);
      };
      const pattern = patternOf(serial);
      serial += 1;
      void LiveCall.open(pattern, message.body, bye).then((call) => {
        calls.set(callId, call);
        reply(from, message, "200 OK", [contact, "Content-Type: application/sdp"], sdp(call.port));
        call.answered();
        phone.onCall(call);
      });
      return;
    }
    reply(from, message, "200 OK");
    if (method === "BYE" || method === "CANCEL") {
      calls.get(callId)?.end();
      calls.delete(callId);
    }
  });

  const phone: SipPhone = {
    port: sip.address().port,
    onCall: () => {},
    register: async ({ host, port, username, password }) => {
      const callId = randomUUID();
      const uri = `sip:${host}:${port}`;
      const ask = async (cseq: number, authorization: readonly string[]): Promise<Message> => {
        const answer = new Promise<Message>((resolve) => answers.set(callId, resolve));
        const lines = [
          `REGISTER ${uri} SIP/2.0`,
          `Via: SIP/2.0/UDP ${HOST}:${sip.address().port};rport;branch=z9hG4bK${randomUUID()}`,
          `From: <sip:${username}@${host}>;tag=${callId.slice(0, 8)}`,
          `To: <sip:${username}@${host}>`,
          `Call-ID: ${callId}`,
          `CSeq: ${cseq} REGISTER`,
          `Contact: <sip:${username}@${HOST}:${sip.address().port}>`,
          "Expires: 600",
          "Max-Forwards: 70",
          ...authorization,
          "Content-Length: 0",
        ];
        sip.send(`${lines.join("\r\n")}\r\n\r\n`, port, host);
        return answer;
      };
      let answer = await ask(1, []);
      if (answer.first.includes(" 401 ")) {
        const challenge = answer.headers.get("www-authenticate") ?? "";
        answer = await ask(2, [authorize(challenge, { username, password, uri })]);
      }
      answers.delete(callId);
      if (!answer.first.includes(" 200 ")) throw new Error(`${username} was not registered: ${answer.first}`);
    },
    close: () => {
      for (const call of calls.values()) call.end();
      sip.close();
    },
  };
  return phone;
}

class LiveCall implements SipCall {
  readonly ended: Promise<void>;
  #answeredAt = 0;
  #end: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #isConfirmed = false;
  #wantsEnd = false;
  readonly #waiting: { pattern: number; since: number; resolve: (at: number) => void }[] = [];

  private constructor(
    private readonly rtp: Socket,
    readonly pattern: number,
    private readonly peer: { readonly host: string; readonly port: number },
    private readonly bye: () => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    rtp.on("message", (packet) => this.hear(packet));
  }

  static async open(pattern: number, offer: string, bye: () => void): Promise<LiveCall> {
    const host = /^c=IN IP4 (\S+)/m.exec(offer)?.[1] ?? HOST;
    const port = Number(/^m=audio (\d+)/m.exec(offer)?.[1]);
    return new LiveCall(await bound(), pattern, { host, port }, bye);
  }

  get port(): number {
    return this.rtp.address().port;
  }

  get answeredAt(): number {
    return this.#answeredAt;
  }

  /** The answer is out: from now on this end talks. */
  answered(): void {
    this.#answeredAt = performance.now();
    let sequence = 0;
    const talk = () => {
      if (this.#isOver) return;
      this.rtp.send(rtpPacket(sequence, this.pattern), this.peer.port, this.peer.host);
      sequence += 1;
      // By the clock, not by the timer: packets that were held up are made good.
      const due = this.#answeredAt + sequence * PACKET_MS;
      this.#timer = setTimeout(talk, Math.max(0, due - performance.now()));
    };
    talk();
  }

  heard(pattern: number, since = 0): Promise<number> {
    return new Promise((resolve) => this.#waiting.push({ pattern, since, resolve }));
  }

  /** The other side knows of the answer. */
  confirm(): void {
    this.#isConfirmed = true;
    if (this.#wantsEnd) this.hangup();
  }

  hangup(): void {
    // Before that the other side would not know what is being ended.
    this.#wantsEnd = true;
    if (this.#isOver || !this.#isConfirmed) return;
    this.bye();
    this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.rtp.close();
    this.#end();
  }

  private hear(packet: Buffer): void {
    if (this.#waiting.length === 0) return;
    const at = performance.now();
    const sound = packet.subarray(RTP_HEADER_BYTES);
    for (const wanted of [...this.#waiting]) {
      let share = 0;
      for (const byte of sound) if (byte === wanted.pattern) share += 1 / sound.length;
      if (share < HEARD_SHARE || at < wanted.since) continue;
      this.#waiting.splice(this.#waiting.indexOf(wanted), 1);
      wanted.resolve(at);
    }
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, HOST);
  await once(socket, "listening");
  return socket;
}

function rtpPacket(sequence: number, pattern: number): Buffer {
  const packet = Buffer.alloc(RTP_HEADER_BYTES + PACKET_BYTES, pattern);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(0, 1);
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE((sequence * PACKET_BYTES) >>> 0, 4);
  packet.writeUInt32BE(0x0ca11ba1 + pattern, 8);
  return packet;
}

function sdp(port: number): string {
  const lines = [
    "v=0",
    `o=- 1 1 IN IP4 ${HOST}`,
    "s=-",
    `c=IN IP4 ${HOST}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP 0`,
    "a=rtpmap:0 PCMU/8000",
    `a=ptime:${PACKET_MS}`,
    "a=sendrecv",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

interface Message {
  readonly first: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Headers of which there may be several, in order. */
  readonly vias: readonly string[];
  readonly body: string;
}

function parse(text: string): Message | null {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  if (!first) return null;
  const fields = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  const vias = fields.filter(([name]) => name === "via").map(([, value]) => value);
  return { first, headers: new Map(fields), vias, body };
}

function response({ headers, vias }: Message, status: string, extra: readonly string[], body: string): string {
  const to = headers.get("to") ?? "";
  const lines = [
    `SIP/2.0 ${status}`,
    ...vias.map((via) => `Via: ${via}`),
    `From: ${headers.get("from") ?? ""}`,
    `To: ${/;tag=/.test(to) ? to : `${to};tag=bench`}`,
    `Call-ID: ${headers.get("call-id") ?? ""}`,
    `CSeq: ${headers.get("cseq") ?? ""}`,
    ...extra,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** Ends the dialog that this INVITE opened, from the side that was called. */
function byeOf({ headers, first }: Message, port: number): string {
  const target = /<(sip:[^>]+)>/.exec(headers.get("contact") ?? "")?.[1] ?? first.split(" ")[1] ?? "";
  const to = headers.get("to") ?? "";
  const lines = [
    `BYE ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP ${HOST}:${port};rport;branch=z9hG4bK${randomUUID()}`,
    `From: ${/;tag=/.test(to) ? to : `${to};tag=bench`}`,
    `To: ${headers.get("from") ?? ""}`,
    `Call-ID: ${headers.get("call-id") ?? ""}`,
    "CSeq: 1 BYE",
    "Max-Forwards: 70",
    "Content-Length: 0",
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Digest authentication as RFC 2617 has it, with `qop=auth`. */
function authorize(
  challenge: string,
  { username, password, uri }: { username: string; password: string; uri: string },
): string {
  const part = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? "";
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const [realm, nonce, cnonce] = [part("realm"), part("nonce"), randomUUID().slice(0, 8)];
  const secret = md5(`${username}:${realm}:${password}`);
  const answer = md5(`${secret}:${nonce}:00000001:${cnonce}:auth:${md5(`REGISTER:${uri}`)}`);
  const opaque = part("opaque");
  return (
    `Authorization: Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${answer}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}"${opaque ? `, opaque="${opaque}"` : ""}`
  );
}
