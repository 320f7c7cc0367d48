import type { PacingDiagnostics, PacingReason, PacingSnapshot } from "./types.ts";

/**
 * Progressive: one call for each ready agent that no call under way will need, so that every answer finds an agent and
 * none is abandoned. launch = max(0, min(linesFree, ready − ringing − waiting)).
 */
export function progressive(snapshot: PacingSnapshot): {
  launch: number;
  reason: PacingReason;
  diagnostics: PacingDiagnostics;
} {
  const inPhase = (phase: string) => snapshot.agents.filter((agent) => agent.phase === phase).length;
  const { ledger } = snapshot;
  const ready = inPhase("ready");
  const ringing = snapshot.ringing.length;
  const waiting = snapshot.waiting.length;
  const linesFree = Math.max(0, Math.floor(snapshot.linesFree) || 0);
  const wanted = Math.max(0, ready - ringing - waiting);
  const launch = Math.min(linesFree, wanted);
  return {
    launch,
    reason: reasonFor(snapshot.agents.length, ready, wanted, launch),
    diagnostics: {
      ready,
      talking: inPhase("talking"),
      wrapup: inPhase("wrapup"),
      ringing,
      waiting,
      linesFree,
      wanted,
      abandonedRate: ledger.answered > 0 ? ledger.abandoned / ledger.answered : 0,
    },
  };
}

function reasonFor(onDuty: number, ready: number, wanted: number, launch: number): PacingReason {
  if (onDuty === 0) return "no_agent_on_duty";
  if (ready === 0) return "no_agent_ready";
  if (wanted === 0) return "enough_in_flight";
  return launch < wanted ? "lines_limit" : "agents_ready";
}
