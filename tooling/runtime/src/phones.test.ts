import { expect, it } from "vitest";
import { registrationState } from "./phones.ts";

it("reads a phone's state from Asterisk's table", () => {
  const table = `
 <Registration/ServerURI..............................>  <Auth....................>  <Status.......>
==========================================================================================

 d-12/sip:127.0.0.11:5060                                d-12                        Registered        (exp. 112s)
 d-1/sip:127.0.0.11:5060                                 d-1                         Unregistered
`;
  expect(registrationState(table, "d-12")).toBe("Registered");
  expect(registrationState(table, "d-1")).toBe("Unregistered");
  expect(registrationState(table, "d-9")).toBeUndefined();
});
