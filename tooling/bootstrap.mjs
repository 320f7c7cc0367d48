#!/usr/bin/env node
/**
 * The first step of `npm start`, `npm test` and their kin, in a clone that has nothing yet: checks Node, installs the
 * npm packages when the lockfile changed, generates the Prisma client when the schema changed, then hands over to
 * tooling/cli/src/<command>.ts. No dependencies, since none are installed when it runs.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const home = join(root, ".callbay");
const [command, ...args] = process.argv.slice(2);

const say = (text) => process.stderr.write(`${text}\n`);
function fail(sentence) {
  say(`\n${sentence}`);
  process.exit(1);
}

function checkMachine() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 20)) {
    fail(`Callbay needs Node 20.20 or newer; this is ${process.versions.node}. Install a newer Node and try again.`);
  }
  if (process.platform !== "linux") {
    fail(
      "The embedded PBX runs on Linux (Debian 12 or newer). Start Callbay on such a machine or in a container of it.",
    );
  }
}

const digest = (files) =>
  files.reduce((hash, file) => hash.update(readFileSync(join(root, file))), createHash("sha256")).digest("hex");

/** Runs `work` when the named files changed since it last succeeded, or when `product` is missing. */
function onChange(name, files, product, work) {
  const stamp = join(home, `${name}.stamp`);
  const now = `${digest(files)} ${process.version}`;
  if (existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  work();
  mkdirSync(home, { recursive: true });
  writeFileSync(stamp, now);
}

function installPackages() {
  say("Installing npm packages (about a minute, once) …");
  // Not `npm ci`: a registry mirror may lack the binaries of other platforms at our exact versions; they are optional
  // and never installed here, but `npm ci` calls a lockfile without them broken. This installs what the lockfile says
  // and leaves it as it is.
  const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = spawnSync("npm", ["install", ...flags], { cwd: root, stdio: ["ignore", 2, 2] });
  if (run.status !== 0) {
    fail(
      "The npm packages could not be installed; nothing else was changed. If the lines above speak of the network, check " +
        "that the npm registry answers (`npm ping`) and try again.",
    );
  }
}

function generateClient() {
  say("Generating the database client …");
  const run = spawnSync(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
    cwd: root,
    // The client needs no native engine; naming one that fails keeps Prisma from downloading it.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false",
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
    encoding: "utf8",
  });
  if (run.status !== 0) fail(`The database client could not be generated.\n${run.stdout}${run.stderr}`);
}

checkMachine();
onChange("npm", ["package.json", "package-lock.json"], "node_modules/tsx", installPackages);
onChange(
  "prisma",
  ["prisma/schema.prisma", "package-lock.json"],
  "packages/db/src/generated/client.ts",
  generateClient,
);
if (command === "generate") process.exit(0);

const script = join(root, "tooling/cli/src", `${command}.ts`);
if (!command || !existsSync(script)) fail(`There is no command "${command ?? ""}". See README.md for the commands.`);

const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { cwd: root, stdio: "inherit" });
// A terminal's Ctrl-C reaches the child too: stay until it has stopped everything. Other signals are passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
