import { getRecording } from "@callbay/services/recording/get";
import { noteRecording, removeNote } from "@callbay/services/recording/notes";
import { searchRecordings } from "@callbay/services/recording/search";
import { ask, change, router } from "../trpc.ts";

export const recordingsRouter = router({
  search: ask(searchRecordings),
  get: ask(getRecording),
  note: change(noteRecording),
  removeNote: change(removeNote),
});
