export {
  MAX_REPEATS,
  type ScriptAct,
  type ScriptEvent,
  type ScriptState,
  type ScriptStep,
  startScript,
  stepScript,
} from "./agentless/machine.ts";
export { parseAgentlessScript, parseAnsweringMachine } from "./agentless/parse.ts";
export * from "./agentless/types.ts";
