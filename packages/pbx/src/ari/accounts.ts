import type { SipAccount } from "../port.ts";
import type { AriHttp } from "./http.ts";

type Fields = Readonly<Record<string, string>>;

/** Writes an account into the node's own small database: credentials, address of record, endpoint, in this order. */
export async function putAccount(http: AriHttp, account: SipAccount): Promise<void> {
  const { username, password, kind } = account;
  await put(http, "auth", username, { auth_type: "userpass", username, password });
  await put(http, "aor", username, {
    max_contacts: "1",
    // The newest registration wins: a browser that was reloaded replaces its dead self.
    remove_existing: "yes",
    minimum_expiration: "30",
    // A telephone that was unplugged says nothing: it is missed within this.
    maximum_expiration: kind === "webrtc" ? "600" : "120",
  });
  await put(http, "endpoint", username, {
    aors: username,
    auth: username,
    context: "from-agent",
    disallow: "all",
    direct_media: "no",
    rtp_symmetric: "yes",
    force_rport: "yes",
    rewrite_contact: "yes",
    ...(kind === "webrtc" ? WEBRTC : SIP),
  });
}

const WEBRTC: Fields = {
  allow: "opus,ulaw",
  webrtc: "yes",
  dtls_auto_generate_cert: "yes",
  transport: "transport-ws",
  // A browser that vanished sends no goodbye: its leg ends when its sound does, and the next one is rung.
  rtp_timeout: "15",
};
/** Over whichever transport it registered; the node has UDP and TCP, and TLS where a certificate is configured. */
const SIP: Fields = { allow: "ulaw,alaw", rtp_timeout: "60" };

/** Takes an account away; whoever was registered with it is no longer. */
export async function removeAccount(http: AriHttp, username: string): Promise<void> {
  for (const kind of ["endpoint", "aor", "auth"])
    await http.send("DELETE", path(kind, username), { goneIsFine: true, repeatable: true });
}

async function put(http: AriHttp, kind: string, id: string, values: Fields): Promise<void> {
  const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
  await http.send("PUT", path(kind, id), { body: { fields } });
}

function path(kind: string, id: string): string {
  return `/asterisk/config/dynamic/res_pjsip/${kind}/${encodeURIComponent(id)}`;
}
