import { createServer, type Socket } from "node:net";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came: headers, an empty line, the parts. */
  readonly raw: string;
}

export interface TestSmtpServer {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** Answers the next recipients with this reply instead of taking them: "550 No such user". */
  refuse(reply: string | null): void;
  close(): Promise<void>;
}

/** A mail server of RFC 5321's few verbs on a free port of this machine, which keeps what it is given. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusal: string | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    converse(
      socket,
      (mail) => received.push(mail),
      () => refusal,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    refuse: (reply) => {
      refusal = reply;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function converse(socket: Socket, keep: (mail: ReceivedMail) => void, refusal: () => string | null): void {
  let buffer = "";
  let letter = { from: "", to: [] as string[] };
  let data = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 test");
  socket.on("data", (chunk) => {
    buffer += chunk.toString("latin1");
    for (;;) {
      const end = buffer.indexOf(data ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (data ? 5 : 2));
      if (data) {
        keep({ ...letter, raw: text });
        letter = { from: "", to: [] };
        data = false;
        say("250 kept");
      } else answer(text);
    }
  });

  function answer(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    if (verb === "EHLO" || verb === "HELO") return void say("250 test");
    if (verb === "MAIL") {
      letter = { from: address, to: [] };
      return void say("250 ok");
    }
    if (verb === "RCPT") {
      const reply = refusal();
      if (reply !== null) return void say(reply);
      letter.to.push(address);
      return void say("250 ok");
    }
    if (verb === "DATA") {
      data = true;
      return void say("354 go on");
    }
    if (verb === "QUIT") {
      say("221 bye");
      return void socket.end();
    }
    say("250 ok");
  }
}
