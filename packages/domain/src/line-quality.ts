/** How the agent's line was over a call, as the browser counted it each second. */
export type LineQuality = {
  /** Seconds that were measured. */
  readonly seconds: number;
  readonly fairSeconds: number;
  readonly poorSeconds: number;
  /** Nothing arrived although somebody should have been heard. */
  readonly silentSeconds: number;
  readonly lossPercent: LineFigure;
  readonly jitterMs: LineFigure;
  /** null: the other end never said. */
  readonly roundTripMs: LineFigure | null;
};

export type LineFigure = {
  readonly mean: number;
  readonly worst: number;
};

/** One second of a line. */
export interface LineSecond {
  readonly level: "none" | "idle" | "good" | "fair" | "poor" | "silent";
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
}

/** The whole of a call from its seconds, of which the first few only measure; null when there are none. */
export function summariseLine(seconds: readonly LineSecond[]): LineQuality | null {
  const told = seconds.filter(({ level }) => level !== "none" && level !== "idle");
  if (told.length === 0) return null;
  const trips = told.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]));
  const count = (wanted: LineSecond["level"]) => told.filter(({ level }) => level === wanted).length;
  return {
    seconds: told.length,
    fairSeconds: count("fair"),
    poorSeconds: count("poor"),
    silentSeconds: count("silent"),
    lossPercent: figureOf(told.map(({ lossPercent }) => lossPercent)),
    jitterMs: figureOf(told.map(({ jitterMs }) => jitterMs)),
    roundTripMs: trips.length > 0 ? figureOf(trips) : null,
  };
}

/** A word for the whole: a call is as good as most of it, and not good when a tenth of it was bad. */
export function gradeLine({ seconds, fairSeconds, poorSeconds, silentSeconds }: LineQuality): "good" | "fair" | "poor" {
  const bad = (poorSeconds + silentSeconds) / seconds;
  if (bad >= 0.1) return "poor";
  return bad > 0 || fairSeconds / seconds >= 0.1 ? "fair" : "good";
}

function figureOf(values: readonly number[]): { mean: number; worst: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean: Math.round(mean * 10) / 10, worst: Math.max(...values) };
}
