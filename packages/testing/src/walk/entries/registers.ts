import { operator, tenant, type WalkEntries } from "../entry.ts";

/** Do-not-call lists and registers. */
export const registerEntries: WalkEntries = {
  "dnc.list": tenant("manager"),
  "dnc.add": tenant("manager", () => ({ phone: "+442079460999", reason: "Asked by letter" })),
  "dnc.remove": tenant("manager", (t) => ({ id: t.doNotCallId })),
  "dnc.search": tenant("manager", () => ({ phone: "+442079460999" })),
  "dnc.revokeByCustomer": tenant("agent", (t) => ({ callId: t.callId })),
  "dnc.registers": tenant("manager"),
  "dnc.createRegister": tenant("manager", (t) => ({ name: `Register of ${t.slug}` })),
  "dnc.updateRegister": tenant("manager", (t) => ({ registerId: t.registerId, name: "Another name" })),
  "dnc.imports": tenant("manager"),
  "dnc.importRejects": tenant("manager", (t) => ({ importId: t.numbersImportId })),
  "dnc.cancelImport": tenant("manager", (t) => ({ importId: t.numbersImportId })),

  "operator.registers.numbers": operator("noc"),
  "operator.registers.addNumber": operator("admin", () => ({ phone: "+85223456718", reason: "Court order" })),
  "operator.registers.removeNumber": operator("admin", () => ({ phone: "+85223456719", reason: "Lifted" }), {
    mayEndWith: ["DNC_NOT_LISTED"],
  }),
  "operator.registers.list": operator("admin"),
  "operator.registers.create": operator("admin", () => ({ name: "National register" })),
  "operator.registers.update": operator("admin", (_, { platform }) => ({
    registerId: platform.registerId,
    enabled: true,
  })),
  "operator.registers.imports": operator("admin"),
  "operator.registers.importRejects": operator("admin", (_, { platform }) => ({ importId: platform.numbersImportId })),
  "operator.registers.cancelImport": operator("admin", (_, { platform }) => ({ importId: platform.numbersImportId })),
};
