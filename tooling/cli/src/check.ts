/** `npm run check`: format, lint and types, for the time between two thoughts. */
import { join } from "node:path";
import { runTool } from "./run.ts";

const bin = (name: string) => join("node_modules", ".bin", name);
const codes = [
  await runTool(bin("biome"), ["check", "--write", "--error-on-warnings", "."]),
  await runTool(bin("tsc"), ["-p", "tsconfig.json"]),
  await runTool(bin("tsc"), ["-p", "packages/domain/tsconfig.json"]),
];
process.exit(Math.max(...codes));
