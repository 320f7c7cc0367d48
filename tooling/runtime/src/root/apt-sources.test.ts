import { describe, expect, it } from "vitest";
import { debianSources, parseDeb822, parseOneLine } from "./apt-sources.ts";

const STANZAS = `Types: deb
# a remark
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://inline.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 -----END PGP PUBLIC KEY BLOCK-----
`;

const LINES = `# deb http://remark.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://line.example/debian bookworm main contrib # trailing
deb-src http://source.example/debian bookworm main
deb http://other.example/apt tool-bookworm main
`;

describe("the machine's own package sources", () => {
  it("are read from stanzas: the release's archive, neither security nor disabled ones", () => {
    expect(debianSources(parseDeb822(STANZAS), "bookworm")).toEqual([
      { uri: "http://mirror.example/debian", signedBy: "/usr/share/keyrings/debian-archive-keyring.gpg" },
      { uri: "http://inline.example/debian", signedBy: undefined },
    ]);
  });

  it("are read from lines, without strangers' repositories", () => {
    expect(debianSources(parseOneLine(LINES), "bookworm")).toEqual([
      { uri: "http://line.example/debian", signedBy: "/k.gpg" },
    ]);
  });
});
