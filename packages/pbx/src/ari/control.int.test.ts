import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endingsOf } from "@callbay/tooling-runtime/carrier";
import { startStack } from "@callbay/tooling-runtime/stack";
import { pbxContract } from "../contract.ts";
import { AriControl } from "./control.ts";

pbxContract("Asterisk", async () => {
  const dir = mkdtempSync(join(tmpdir(), "callbay-ari-"));
  chmodSync(dir, 0o755);
  // The channel event log is not the subject here: no database, no queue.
  const stack = await startStack({
    dir,
    ports: "free",
    withPhones: true,
    external: { databaseUrl: "postgresql://nobody@127.0.0.1:1/none", redisUrl: "redis://127.0.0.1:1" },
  });
  const [node] = stack.nodes;
  if (!node || !stack.phones) throw new Error("the stack has no node");
  const { phones } = stack;
  const pbx = new AriControl({ url: node.ariUrl, username: node.ariUsername, password: node.ariPassword });
  const number = (kind: Parameters<typeof endingsOf>[0]) => `PJSIP/86138001380${endingsOf(kind)[0] ?? ""}@carrier`;
  return {
    pbx,
    endpoints: {
      waiter: number("waiter"),
      busy: number("busy"),
      rejects: number("rejected"),
      no_answer: number("no_answer"),
      machine: number("machine"),
      greeter: number("greeter"),
    },
    until: async (what, ask) => {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const answer = ask();
        if (answer) return answer;
        if (Date.now() > deadline) throw new Error(`not within a minute: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    register: ({ username, password }) =>
      phones.addPhone({ username, password, registrarHost: node.ip, registrarPort: node.sipPort }),
    close: async () => {
      await pbx.stop();
      await stack.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
});
