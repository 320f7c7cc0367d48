/** Simulated agents: people at SIP phones who go on duty, talk, hang up, say what came of it, and come back when a node dies. */
import type { TenantActor } from "@callbay/domain/actor";
import { sipPassword, sipUsername } from "@callbay/services/access/derived-secret";
import type { VerbContext } from "@callbay/services/context";
import { hangup } from "@callbay/services/duty/call-controls";
import { dispose } from "@callbay/services/duty/dispose";
import { startDuty } from "@callbay/services/duty/start";
import type { World } from "./world.ts";

const LOOK_EVERY_MS = 150;

/** How the agents of a world work. */
export interface WayOfWorking {
  /** From the end of a talk to the word on it. */
  readonly wrapupMs: (callId: string) => number;
  /** After this the agent hangs up. */
  readonly longestTalkMs: number;
}

const BRISK: WayOfWorking = { wrapupMs: () => 300, longestTalkMs: 4_000 };
/** A desk's softphone notices within seconds that its exchange came back without it, and registers anew. */
const REGISTER_AFTER_MS = 3_000;

type Session = Awaited<ReturnType<typeof openSessions>>[number];

/** The agents of a world, each with a phone of its own. */
export class SimulatedAgents {
  readonly #phones = new Map<string, string>();
  readonly #registeredAt = new Map<string, number>();
  readonly #busy = new Set<string>();
  #stopped = false;
  #starting: Promise<void> = Promise.resolve();
  #loop: Promise<void> | null = null;
  /** What their verbs were refused with, by code: a floor in chaos refuses much, and all of it has a name. */
  readonly refusals = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly way: WayOfWorking = BRISK,
  ) {}

  start(): void {
    this.#loop = this.run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop;
  }

  private async run(): Promise<void> {
    while (!this.#stopped) {
      const sessions = await openSessions(this.world).catch(() => null);
      if (sessions)
        for (const actor of this.world.floor.agents)
          this.act(actor, sessions.find(({ membershipId }) => membershipId === actor.membershipId) ?? null);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** One thing at a time per person. */
  private act(actor: TenantActor, session: Session | null): void {
    const { membershipId } = actor;
    const deed = session ? this.deedOf(actor, session) : () => this.goOnDuty(actor);
    if (!deed || this.#busy.has(membershipId)) return;
    this.#busy.add(membershipId);
    void deed()
      .catch((error: unknown) => {
        const code = error instanceof Error && "code" in error ? String(error.code) : "OTHER";
        this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      })
      .finally(() => this.#busy.delete(membershipId));
  }

  /** One after the other, so that each finds the nodes as full as they are. */
  private goOnDuty(actor: TenantActor): Promise<unknown> {
    const turn = this.#starting.then(() => startDuty(this.context(actor), { device: "sip" }));
    this.#starting = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  private deedOf(actor: TenantActor, session: Session): (() => Promise<unknown>) | null {
    const username = sipUsername(session.id, session.generation);
    if (this.#phones.get(actor.membershipId) !== username) return () => this.takePhone(actor, session, username);
    const since = Date.now() - session.stateSince.getTime();
    if (session.state === "connecting" && since > REGISTER_AFTER_MS) return () => this.register(username);
    const callId = session.currentCallId;
    if (session.state === "wrapup" && callId && since > this.way.wrapupMs(callId)) {
      // By the call, so that a word whose answer was lost is given again as it was.
      const dispositionId =
        (callId.charCodeAt(callId.length - 1) % 2 ? this.world.floor.soldId : this.world.floor.laterId) ?? "";
      return () => dispose(this.context(actor), { callId, dispositionId, note: "" });
    }
    if (session.state === "talking" && callId && since > this.way.longestTalkMs)
      return () => hangup(this.context(actor), { callId });
    return null;
  }

  /** As the desk does when its credentials change: the old phone is put away, the new one registers at the new node. */
  private async takePhone(actor: TenantActor, session: Session, username: string): Promise<void> {
    const { stack, deps, nodeIds } = this.world;
    const node = stack.nodes.find(({ name }) => nodeIds[name] === session.nodeId);
    if (!node || !stack.phones) throw new Error("the session's node is not of this stack");
    const old = this.#phones.get(actor.membershipId);
    this.#phones.set(actor.membershipId, username);
    if (old) await stack.phones.removePhone(old);
    const account = { username, password: sipPassword(deps.secretKey, username) };
    // It tries by itself until it is accepted; nobody waits for that here.
    void stack.phones
      .addPhone({ ...account, registrarHost: node.ip, registrarPort: node.sipPort })
      .catch(() => this.refusals.set("PHONE", (this.refusals.get("PHONE") ?? 0) + 1));
  }

  private async register(username: string): Promise<void> {
    const last = this.#registeredAt.get(username) ?? 0;
    if (Date.now() - last < REGISTER_AFTER_MS) return;
    this.#registeredAt.set(username, Date.now());
    await this.world.stack.phones?.console(`pjsip send register ${username}`);
  }

  private context(actor: TenantActor): VerbContext {
    return { deps: this.world.deps, actor, now: new Date(), requestId: "trial" };
  }
}

/** Everybody on duty. */
export function openSessions({ db, floor }: World) {
  return db.asOperator((tx) =>
    tx.dutySession.findMany({
      where: { tenantId: floor.tenantId, endedAt: null },
      select: {
        id: true,
        membershipId: true,
        generation: true,
        nodeId: true,
        state: true,
        stateSince: true,
        currentCallId: true,
      },
    }),
  );
}
