import type { PrivateRoot } from "../private-root.ts";
import type { AriUser } from "./common-config.ts";
import { startAsterisk } from "./instance.ts";
import { CEL_PGSQL_MODULES, PBX_MODULES } from "./modules.ts";
import { type CarrierAddress, pbxConfig } from "./pbx-config.ts";

/** The Stasis application to which inbound calls and agents' own calls are handed. */
export const STASIS_APP = "callbay";

export interface PbxNodeOptions {
  name: string;
  dir: string;
  ip: string;
  ports: { sip: number; http: number; rtpStart: number; rtpEnd: number };
  ari: AriUser;
  /** Where to write the channel event log; its table must exist, since Asterisk reads the columns once, when it starts. */
  celUrl: string | null;
  carriers: readonly CarrierAddress[];
  privateRoot: PrivateRoot;
  mediaDir?: string;
  stasisApp?: string;
}

/** A running node of the pool. */
export interface PbxNode {
  readonly name: string;
  readonly ip: string;
  readonly sipPort: number;
  readonly ariUrl: string;
  readonly wsUrl: string;
  readonly ariUsername: string;
  readonly ariPassword: string;
  readonly recordingsDir: string;
  /** Files here are played as `sound:callbay/NAME` (without the file's ending). */
  readonly mediaDir: string;
  readonly logDir: string;
  readonly pid: number;
  readonly running: boolean;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<unknown>;
  console(command: string): Promise<string>;
  stop(): Promise<void>;
  /** Ends it by force, at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts one node of the pool. */
export async function startPbxNode(options: PbxNodeOptions): Promise<PbxNode> {
  const instance = await startAsterisk({
    name: options.name,
    dir: options.dir,
    ip: options.ip,
    httpPort: options.ports.http,
    rtpStart: options.ports.rtpStart,
    rtpEnd: options.ports.rtpEnd,
    ari: options.ari,
    privateRoot: options.privateRoot,
    modules: options.celUrl ? [...PBX_MODULES, ...CEL_PGSQL_MODULES] : PBX_MODULES,
    config: pbxConfig({ ...options, sipPort: options.ports.sip, stasisApp: options.stasisApp ?? STASIS_APP }),
    ...(options.mediaDir ? { mediaDir: options.mediaDir } : {}),
  });
  return {
    name: options.name,
    ip: options.ip,
    sipPort: options.ports.sip,
    ariUrl: instance.ariUrl,
    wsUrl: instance.wsUrl,
    ariUsername: options.ari.username,
    ariPassword: options.ari.password,
    recordingsDir: instance.recordingsDir,
    mediaDir: instance.mediaDir,
    logDir: instance.logDir,
    pid: instance.pid,
    get running() {
      return instance.running;
    },
    exited: instance.exited,
    console: instance.console,
    stop: instance.stop,
    kill: instance.kill,
  };
}
