import { cancelImport } from "@callbay/services/list/cancel-import";
import { createList } from "@callbay/services/list/create-list";
import { addDoNotCall, listDoNotCall, removeDoNotCall } from "@callbay/services/list/do-not-call";
import { getList, listContacts, listImports, listLists } from "@callbay/services/list/read-lists";
import { listRejects } from "@callbay/services/list/read-rejects";
import { revealPhone } from "@callbay/services/list/reveal-phone";
import { ask, change, router } from "../trpc.ts";

export const listsRouter = router({
  list: ask(listLists),
  create: change(createList),
  get: ask(getList),
  contacts: ask(listContacts),
  imports: ask(listImports),
  cancelImport: change(cancelImport),
  rejects: ask(listRejects),
});

export const contactsRouter = router({ reveal: change(revealPhone) });

export const dncRouter = router({
  list: ask(listDoNotCall),
  add: change(addDoNotCall),
  remove: change(removeDoNotCall),
});
