import { getRecording } from "@callbay/services/recording/get";
import { liftHold, listHolds, placeHold } from "@callbay/services/recording/holds";
import { noteRecording, removeNote } from "@callbay/services/recording/notes";
import { getRecordingPolicy, setRecordingPolicy } from "@callbay/services/recording/policy";
import { searchRecordings } from "@callbay/services/recording/search";
import { ask, change, router } from "../trpc.ts";

export const recordingsRouter = router({
  search: ask(searchRecordings),
  get: ask(getRecording),
  note: change(noteRecording),
  removeNote: change(removeNote),
  holds: ask(listHolds),
  placeHold: change(placeHold),
  liftHold: change(liftHold),
  policy: ask(getRecordingPolicy),
  setPolicy: change(setRecordingPolicy),
});
