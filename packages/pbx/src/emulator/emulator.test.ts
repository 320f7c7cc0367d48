import { pbxContract } from "../contract.ts";
import { BUSY, MACHINE, NO_ANSWER, REJECTS, WAITER } from "./callee.ts";
import { PbxEmulator } from "./emulator.ts";
import { ManualClock } from "./manual-clock.ts";

pbxContract("emulator", async () => {
  const clock = new ManualClock();
  const pbx = new PbxEmulator(clock);
  const scripts = { waiter: WAITER, busy: BUSY, rejects: REJECTS, no_answer: NO_ANSWER, machine: MACHINE };
  Object.values(scripts).forEach((script, index) => {
    pbx.script(`860000000${index}`, script);
  });
  return {
    pbx,
    endpoints: {
      waiter: "PJSIP/8600000000@carrier",
      busy: "PJSIP/8600000001@carrier",
      rejects: "PJSIP/8600000002@carrier",
      no_answer: "PJSIP/8600000003@carrier",
      machine: "PJSIP/8600000004@carrier",
      greeter: "PJSIP/8600000000@carrier",
    },
    until: async (what, ask) => {
      for (let passed = 0; passed < 60_000; passed += 50) {
        const answer = ask();
        if (answer) return answer;
        await clock.advance(50);
      }
      throw new Error(`never: ${what}`);
    },
    register: async ({ username }) => pbx.register(username),
    close: () => pbx.stop(),
  };
});
