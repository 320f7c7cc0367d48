import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One place from which the machine itself takes Debian packages. */
export interface DebianSource {
  uri: string;
  /** A keyring file, when the source names one. */
  signedBy: string | undefined;
}

interface SourceEntry {
  types: string[];
  uris: string[];
  suites: string[];
  components: string[];
  signedBy: string | undefined;
}

/** Parses the newer stanza format (`*.sources`). */
export function parseDeb822(text: string): SourceEntry[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    let last = "";
    for (const line of stanza.split("\n")) {
      if (line.startsWith("#")) continue;
      const field = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
      if (field) {
        last = (field[1] as string).toLowerCase();
        fields.set(last, field[2] as string);
      } else if (/^\s/.test(line) && last) {
        fields.set(last, `${fields.get(last)} ${line.trim()}`);
      }
    }
    const words = (name: string) => (fields.get(name) ?? "").split(/\s+/).filter(Boolean);
    if (/^(no|false|0|off|disable)$/i.test(fields.get("enabled") ?? "yes")) return [];
    const signedBy = fields.get("signed-by")?.trim();
    return [
      {
        types: words("types"),
        uris: words("uris"),
        suites: words("suites"),
        components: words("components"),
        // A key can also stand in the stanza itself; then the machine's default keyring must do.
        signedBy: signedBy?.startsWith("/") ? signedBy : undefined,
      },
    ];
  });
}

/** Parses the one-line format (`*.list`). */
export function parseOneLine(text: string): SourceEntry[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(deb)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const signedBy = /signed-by=([^\s,]+)/i.exec(match[2] ?? "")?.[1];
    return [
      {
        types: [match[1] as string],
        uris: [match[3] as string],
        suites: [match[4] as string],
        components: (match[5] ?? "").split(/\s+/).filter(Boolean),
        signedBy: signedBy?.startsWith("/") ? signedBy : undefined,
      },
    ];
  });
}

/** The Debian archives among a machine's package sources: those that carry the running release itself. */
export function debianSources(entries: SourceEntry[], codename: string): DebianSource[] {
  const seen = new Map<string, DebianSource>();
  for (const entry of entries) {
    const isArchive =
      entry.types.includes("deb") &&
      entry.components.includes("main") &&
      entry.suites.some((suite) => suite === codename || suite === "stable" || suite === "testing" || suite === "sid");
    if (!isArchive) continue;
    for (const uri of entry.uris) if (!seen.has(uri)) seen.set(uri, { uri, signedBy: entry.signedBy });
  }
  return [...seen.values()];
}

/** Reads the machine's own package sources, so that no address of a mirror stands in our code. */
export function readDebianSources(codename: string, etcApt = "/etc/apt"): DebianSource[] {
  const entries: SourceEntry[] = [];
  const add = (file: string) => {
    if (!existsSync(file)) return;
    const text = readFileSync(file, "utf8");
    entries.push(...(file.endsWith(".sources") ? parseDeb822(text) : parseOneLine(text)));
  };
  add(join(etcApt, "sources.list"));
  const parts = join(etcApt, "sources.list.d");
  if (existsSync(parts)) {
    for (const name of readdirSync(parts).sort()) if (/\.(list|sources)$/.test(name)) add(join(parts, name));
  }
  return debianSources(entries, codename);
}
