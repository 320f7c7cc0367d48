import {
  addOperatorNumber,
  listOperatorNumbers,
  removeOperatorNumber,
} from "@callbay/services/do-not-call/operator-entries";
import {
  cancelNumbersImport,
  cancelRegisterImport,
  listNumbersImports,
  listRegisterImports,
  numbersImportRejects,
  registerImportRejects,
} from "@callbay/services/do-not-call/read-imports";
import {
  createOwnRegister,
  createRegister,
  listOwnRegisters,
  listRegisters,
  updateOwnRegister,
  updateRegister,
} from "@callbay/services/do-not-call/registers";
import { revokeByCustomer } from "@callbay/services/do-not-call/revoke";
import { searchNumber } from "@callbay/services/do-not-call/search";
import { addDoNotCall, listDoNotCall, removeDoNotCall } from "@callbay/services/list/do-not-call";
import { ask, change, router } from "../trpc.ts";

export const operatorRegistersRouter = router({
  list: ask(listRegisters),
  create: change(createRegister),
  update: change(updateRegister),
  imports: ask(listRegisterImports),
  importRejects: ask(registerImportRejects),
  cancelImport: change(cancelRegisterImport),
  numbers: ask(listOperatorNumbers),
  addNumber: change(addOperatorNumber),
  removeNumber: change(removeOperatorNumber),
});

export const dncRouter = router({
  list: ask(listDoNotCall),
  add: change(addDoNotCall),
  remove: change(removeDoNotCall),
  search: ask(searchNumber),
  revokeByCustomer: change(revokeByCustomer),
  registers: ask(listOwnRegisters),
  createRegister: change(createOwnRegister),
  updateRegister: change(updateOwnRegister),
  imports: ask(listNumbersImports),
  importRejects: ask(numbersImportRejects),
  cancelImport: change(cancelNumbersImport),
});
