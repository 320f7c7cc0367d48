import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CelRow, reconstructFromCel } from "./cel.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 5, 1, 2, 0, seconds));
let next = 0n;
function row(eventtype: string, seconds: number, extra: unknown = "", uniqueid = "a1"): CelRow {
  next += 1n;
  return { id: next, eventtype, eventtime: at(seconds), uniqueid, extra: extra === "" ? "" : JSON.stringify(extra) };
}

const talked = [
  row("CHAN_START", 0),
  row("ANSWER", 8),
  row("BRIDGE_ENTER", 9, { bridge_id: "agent-1", bridge_technology: "simple_bridge" }),
  row("BRIDGE_EXIT", 69, { bridge_id: "agent-1", bridge_technology: "simple_bridge" }),
  row("HANGUP", 69, { hangupcause: 16, hangupsource: "PJSIP/carrier-00000001", dialstatus: "" }),
  row("CHAN_END", 70),
  row("LINKEDID_END", 70),
];

describe("reconstructFromCel", () => {
  it("tells a conversation from first to last", () => {
    expect(reconstructFromCel(talked, "a1")).toEqual({
      startedAt: at(0),
      ringingAt: null,
      answeredAt: at(8),
      bridges: [{ bridgeId: "agent-1", enteredAt: at(9), leftAt: at(69) }],
      bridgeEnters: [at(9)],
      bridgeExits: [at(69)],
      endedAt: at(69),
      cause: 16,
      hangupSource: "PJSIP/carrier-00000001",
    });
  });

  it("does not care about the order of rows, nor about other channels", () => {
    const others = talked.map((r) => ({ ...r, uniqueid: "a2", eventtime: new Date(r.eventtime.getTime() + 500) }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...talked, ...others], { minLength: 14 }), (rows) => {
        expect(reconstructFromCel(rows, "a1")).toEqual(reconstructFromCel(talked, "a1"));
      }),
    );
  });

  it("a call that still talks has no end, and its bridge no exit", () => {
    expect(reconstructFromCel(talked.slice(0, 3), "a1")).toMatchObject({
      endedAt: null,
      cause: null,
      bridges: [{ bridgeId: "agent-1", enteredAt: at(9), leftAt: null }],
      bridgeExits: [],
    });
  });

  it("a PBX that died before it logged the exit: the bridge ends with the channel", () => {
    const rows = talked.filter((r) => r.eventtype !== "BRIDGE_EXIT" && r.eventtype !== "HANGUP");
    expect(reconstructFromCel(rows, "a1")).toMatchObject({ endedAt: at(70), cause: null, bridgeExits: [at(70)] });
  });

  it("keeps two bridges apart", () => {
    const rows = [
      row("BRIDGE_ENTER", 1, { bridge_id: "hold" }),
      row("BRIDGE_EXIT", 5, { bridge_id: "hold" }),
      row("BRIDGE_ENTER", 5, { bridge_id: "agent-2" }),
      row("BRIDGE_EXIT", 9, { bridge_id: "agent-2" }),
    ];
    expect(reconstructFromCel(rows, "a1").bridges).toEqual([
      { bridgeId: "hold", enteredAt: at(1), leftAt: at(5) },
      { bridgeId: "agent-2", enteredAt: at(5), leftAt: at(9) },
    ]);
  });

  it("an exit that was lost is the next enter; one that comes late closes no other bridge", () => {
    const rows = [
      row("BRIDGE_ENTER", 1, { bridge_id: "hold" }),
      row("BRIDGE_ENTER", 5, { bridge_id: "agent-2" }),
      row("BRIDGE_EXIT", 6, { bridge_id: "hold" }),
      row("BRIDGE_EXIT", 9, {}),
    ];
    expect(reconstructFromCel(rows, "a1").bridges).toEqual([
      { bridgeId: "hold", enteredAt: at(1), leftAt: at(5) },
      { bridgeId: "agent-2", enteredAt: at(5), leftAt: at(9) },
    ]);
  });

  it("two events of one millisecond come in the order in which they were written", () => {
    const rows = [row("BRIDGE_ENTER", 1, { bridge_id: "b" }), row("BRIDGE_EXIT", 1, { bridge_id: "b" })];
    expect(reconstructFromCel(rows.reverse(), "a1").bridges).toEqual([
      { bridgeId: "b", enteredAt: at(1), leftAt: at(1) },
    ]);
  });

  it("nothing logged: the PBX never placed it", () => {
    expect(reconstructFromCel(talked, "other")).toMatchObject({ startedAt: null, endedAt: null });
  });

  it.each(['{"hangupcause":16', "[]", "null", '"x"', '{"hangupcause":"16"}', '{"hangupcause":0}'])(
    "an extra of %s is no cause and no accident",
    (extra) => {
      expect(reconstructFromCel([{ ...row("HANGUP", 3), extra }], "a1")).toMatchObject({ endedAt: at(3), cause: null });
    },
  );
});
