/** One section of a configuration file; a value that is a list repeats its key. */
export type Section = readonly [name: string, settings: Readonly<Record<string, string | number | readonly string[]>>];

/** Writes Asterisk's configuration format; sections may share a name, as pjsip.conf wants it. */
export function ini(...sections: Section[]): string {
  return sections
    .map(([name, settings]) => {
      const lines = Object.entries(settings).flatMap(([key, value]) =>
        (Array.isArray(value) ? value : [value]).map(
          (item: string | number) => `${key} = ${withoutComment(String(item))}`,
        ),
      );
      return `[${name}]\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

/** A semicolon would start a comment in the middle of a password. */
function withoutComment(value: string): string {
  return value.replaceAll(";", "\\;");
}
