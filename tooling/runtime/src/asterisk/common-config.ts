import { createHash } from "node:crypto";
import { ini } from "./ini.ts";

/** Where one Asterisk keeps its things; all below its own folder, except a control socket whose path must be short. */
export interface InstanceFolders {
  etc: string;
  data: string;
  lib: string;
  spool: string;
  run: string;
  log: string;
  modules: string;
}

export interface AriUser {
  username: string;
  password: string;
}

/** Files that every instance has, whatever its role. */
export function commonConfig(options: {
  name: string;
  ip: string;
  httpPort: number;
  rtpStart: number;
  rtpEnd: number;
  ari: AriUser;
  modules: readonly string[];
  folders: InstanceFolders;
}): Record<string, string> {
  const { folders } = options;
  return {
    "asterisk.conf": ini(
      [
        "directories",
        {
          astetcdir: folders.etc,
          astmoddir: folders.modules,
          astvarlibdir: folders.lib,
          astdbdir: folders.lib,
          astkeydir: folders.lib,
          astdatadir: folders.data,
          astagidir: `${folders.data}/agi-bin`,
          astspooldir: folders.spool,
          astrundir: folders.run,
          astlogdir: folders.log,
        },
      ],
      [
        "options",
        {
          verbose: 1,
          nocolor: "yes",
          documentation_language: "en_US",
          // Otherwise derived from a network card, which a container may lack.
          entityid: macLike(`${options.name}@${options.ip}`),
          maxfiles: 65536,
        },
      ],
    ),
    "modules.conf": ini(["modules", { autoload: "no", load: options.modules }]),
    "logger.conf": ini(["general", { dateformat: "%F %T.%3q" }], ["logfiles", { messages: "notice,warning,error" }]),
    "http.conf": ini([
      "general",
      {
        enabled: "yes",
        bindaddr: options.ip,
        bindport: options.httpPort,
        // The default of 100 refuses at 300 calls a second.
        sessionlimit: 1000,
        session_keep_alive: 60_000,
      },
    ]),
    "ari.conf": ini(
      ["general", { enabled: "yes", websocket_write_timeout: 1000 }],
      [options.ari.username, { type: "user", read_only: "no", password: options.ari.password }],
    ),
    "rtp.conf": ini([
      "general",
      { rtpstart: options.rtpStart, rtpend: options.rtpEnd, strictrtp: "yes", icesupport: "yes" },
    ]),
    "musiconhold.conf": ini(["default", { mode: "files", directory: `${folders.data}/moh` }]),
    "indications.conf": ini(
      ["general", { country: "us" }],
      [
        "us",
        {
          description: "United States",
          ringcadence: "2000,4000",
          dial: "350+440",
          busy: "480+620/500,0/500",
          ring: "440+480/2000,0/4000",
          congestion: "480+620/250,0/250",
        },
      ],
    ),
    "manager.conf": ini(["general", { enabled: "no" }]),
    "cdr.conf": ini(["general", { enable: "no" }]),
    "pjproject.conf": ini([
      "log_mappings",
      { type: "log_mappings", asterisk_error: "0,1", asterisk_warning: "", asterisk_debug: "2,3,4,5" },
    ]),
    "amd.conf": ini(["general", { total_analysis_time: 5000, silence_threshold: 256 }]),
    "udptl.conf": ini(["general", { udptlstart: 4000, udptlend: 4999 }]),
    "ccss.conf": ini(["general", {}]),
    "features.conf": ini(["general", {}]),
    "cli.conf": ini(["startup_commands", {}]),
    "acl.conf": "",
    "dsp.conf": ini(["default", { silencethreshold: 256 }]),
    "stasis.conf": "",
    "res_stun_monitor.conf": ini(["general", {}]),
    "websocket_client.conf": "",
    "extconfig.conf": ini(["settings", {}]),
  };
}

/** Kept in memory once read: the node's database yields every object as text that is parsed, with a warning, at each look. */
const CACHE = "memory_cache,maximum_objects=20000,expire_on_reload=yes";

/**
 * Objects come from the file and, after it, from the node's own small database, into which ARI
 * writes at run time (agents' softphones, phones' registrations).
 */
export const SORCERY_CONF = ini(
  [
    "res_pjsip",
    {
      "endpoint/cache": CACHE,
      endpoint: ["config,pjsip.conf,criteria=type=endpoint", "astdb,ps_endpoints"],
      "auth/cache": CACHE,
      auth: ["config,pjsip.conf,criteria=type=auth", "astdb,ps_auths"],
      "aor/cache": CACHE,
      aor: ["config,pjsip.conf,criteria=type=aor", "astdb,ps_aors"],
    },
  ],
  [
    "res_pjsip_outbound_registration",
    { registration: ["config,pjsip.conf,criteria=type=registration", "astdb,ps_registrations"] },
  ],
);

function macLike(seed: string): string {
  const bytes = createHash("sha256").update(seed).digest().subarray(0, 5);
  // 02 marks a locally administered address.
  return `02:${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
}
