import { createApiKey, listApiKeys, revokeApiKey } from "@callbay/services/api-key/keys";
import { listCallbacks, reassignCallback } from "@callbay/services/contact/callbacks";
import { getContact } from "@callbay/services/contact/get";
import { recentContacts } from "@callbay/services/contact/recent";
import { searchContacts } from "@callbay/services/contact/search";
import { setConsent } from "@callbay/services/contact/set-consent";
import { setVip } from "@callbay/services/contact/set-vip";
import { listContacts } from "@callbay/services/list/browse";
import { cancelImport } from "@callbay/services/list/cancel-import";
import { confirmImport, resumeImport } from "@callbay/services/list/confirm-import";
import { listConsent, recordListConsent } from "@callbay/services/list/consent";
import { createList } from "@callbay/services/list/create-list";
import { previewImport } from "@callbay/services/list/preview-import";
import { getList, listImports, listLists } from "@callbay/services/list/read-lists";
import { listRejects } from "@callbay/services/list/read-rejects";
import { revealPhone } from "@callbay/services/list/reveal-phone";
import { setAttributeType } from "@callbay/services/list/set-attribute-type";
import { updateList } from "@callbay/services/list/update-list";
import {
  countSegmentContacts,
  listSegments,
  previewSegment,
  segmentFields,
} from "@callbay/services/segment/read-segments";
import { createSegment, deleteSegment, updateSegment } from "@callbay/services/segment/write-segments";
import { ask, change, router } from "../trpc.ts";

export const listsRouter = router({
  list: ask(listLists),
  create: change(createList),
  get: ask(getList),
  update: change(updateList),
  consent: ask(listConsent),
  recordConsent: change(recordListConsent),
  contacts: ask(listContacts),
  imports: ask(listImports),
  previewImport: ask(previewImport),
  confirmImport: change(confirmImport),
  resumeImport: change(resumeImport),
  cancelImport: change(cancelImport),
  rejects: ask(listRejects),
  setAttributeType: change(setAttributeType),
});

export const segmentsRouter = router({
  list: ask(listSegments),
  fields: ask(segmentFields),
  count: ask(countSegmentContacts),
  preview: ask(previewSegment),
  create: change(createSegment),
  update: change(updateSegment),
  delete: change(deleteSegment),
});

export const apiKeysRouter = router({
  list: ask(listApiKeys),
  create: change(createApiKey),
  revoke: change(revokeApiKey),
});

export const contactsRouter = router({
  get: ask(getContact),
  search: ask(searchContacts),
  recent: ask(recentContacts),
  reveal: change(revealPhone),
  setConsent: change(setConsent),
  setVip: change(setVip),
});

export const callbacksRouter = router({
  list: ask(listCallbacks),
  reassign: change(reassignCallback),
});
